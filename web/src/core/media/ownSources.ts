/**
 * One's own microphone, camera and screen: brings what is published to what its owner wants, one step at a time for
 * each source, however quickly they change their mind. Nothing here is ever switched on by anybody else.
 */
import { Track, type LocalTrack, type Room } from "livekit-client";
import { problemOfDevice } from "../devices/access";
import type { DeviceChoice } from "../devices/remembered";
import { isOn } from "./listening";
import { captureOptions, isGranted, publicationOf, TRACK_SOURCES } from "./livekit";
import type { Observable } from "../session/observable";
import { SOURCES, type Source } from "./people";
import { EVERYTHING, withOwn, withoutProblem, type MediaState, type Permits, type SourceProblem } from "./state";

/** A grant that a moderator, the floor or the owner just gave travels through two servers. */
const GRANT_PATIENCE_MS = 6000;

export class OwnSources {
  readonly #state: Observable<MediaState>;
  readonly #choice: () => DeviceChoice;
  readonly #wanted: Record<Source, boolean> = { microphone: false, camera: false, screen: false };
  readonly #steps = new Map<Source, Promise<void>>();
  #permits: Permits = EVERYTHING;
  #screen: MediaStream | undefined;
  #room: Room | undefined;

  constructor(state: Observable<MediaState>, choice: () => DeviceChoice) {
    this.#state = state;
    this.#choice = choice;
  }

  /** A new connection: what was wanted is published again. */
  use(room: Room): void {
    this.#room = room;
    for (const source of SOURCES) if (this.#wanted[source]) void this.want(source, true);
  }

  /** The connection is gone; what is wanted stays wanted. */
  release(): void {
    this.#room = undefined;
    for (const source of SOURCES) {
      this.#state.update((state) => withOwn(state, source, { on: false, granted: false, busy: this.#wanted[source] }));
    }
  }

  stop(): void {
    for (const source of SOURCES) this.#wanted[source] = false;
    this.release();
    this.#closeScreen();
  }

  /** What the session permits from now on: it is told sooner than the media server, whose grants follow from it. */
  permit(permits: Permits): void {
    const before = this.#permits;
    this.#permits = permits;
    for (const source of SOURCES) if (before[source] && !permits[source]) this.withdraw(source);
  }

  /** The right is gone: nothing is sent from this moment on, and it stays off until its owner asks again. */
  withdraw(source: Source): void {
    this.#wanted[source] = false;
    if (source === "screen") this.#closeScreen();
    this.#state.update((state) => withOwn(withoutProblem(state, source), source, { on: false, busy: false }));
    void this.#next(source, () => this.#unpublish(source));
  }

  /** Resolves when the source is as wanted, or why it cannot be is in the state. Without permission nothing is tried. */
  want(source: Source, on: boolean): Promise<void> {
    this.#wanted[source] = on && this.#permits[source];
    this.#state.update((state) => withoutProblem(state, source));
    if (on && !this.#permits[source]) {
      this.#state.update((state) => withOwn(state, source, { problem: "not_allowed" }));
      return Promise.resolve();
    }
    return this.#next(source, () => this.#approach(source));
  }

  #next(source: Source, act: () => Promise<void>): Promise<void> {
    const step = (this.#steps.get(source) ?? Promise.resolve()).then(act);
    this.#steps.set(source, step);
    return step;
  }

  async #approach(source: Source): Promise<void> {
    const room = this.#room;
    const on = this.#wanted[source];
    if (room === undefined || isOn(publicationOf(room.localParticipant, source)) === on) {
      this.#state.update((state) => withOwn(state, source, { busy: room === undefined && on }));
      return;
    }
    this.#state.update((state) => withOwn(state, source, { busy: true }));
    const problem = await this.#attempt(room, source, on);
    if (problem !== undefined) this.#wanted[source] = false;
    if (this.#room !== room) return;
    this.#state.update((state) =>
      withOwn(state, source, {
        busy: false,
        on: isOn(publicationOf(room.localParticipant, source)),
        ...(problem !== undefined && { problem }),
      }));
  }

  async #attempt(room: Room, source: Source, on: boolean): Promise<SourceProblem | undefined> {
    try {
      if (on && !(await this.#granted(room, source))) return this.#wanted[source] ? "not_allowed" : undefined;
      if (source === "screen") await (on ? this.#shareScreen(room) : this.#unshareScreen(room));
      else if (source === "camera") await room.localParticipant.setCameraEnabled(on, captureOptions(this.#choice().camera));
      else await room.localParticipant.setMicrophoneEnabled(on, captureOptions(this.#choice().microphone));
      return undefined;
    } catch (thrown) {
      if (source === "screen") this.#closeScreen();
      // What fails because the right went meanwhile is no problem of the person's.
      return this.#room === room && this.#wanted[source] === on ? problemOfDevice(thrown) : undefined;
    }
  }

  /** Muting would leave the device open and the track with the server; without the right both must go. */
  async #unpublish(source: Source): Promise<void> {
    const room = this.#room;
    if (room === undefined || this.#wanted[source]) return;
    try {
      const { track } = room.localParticipant.getTrackPublication(TRACK_SOURCES[source]) ?? {};
      if (source === "screen") await this.#unshareScreen(room);
      else if (track !== undefined) await room.localParticipant.unpublishTrack(track);
    } catch {
      // The connection went at the same moment, and the track with it.
    }
  }

  #granted(room: Room, source: Source): Promise<boolean> {
    if (isGranted(room.localParticipant, source)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const finish = (granted: boolean) => {
        clearTimeout(timer);
        unwatch();
        resolve(granted);
      };
      const timer = setTimeout(() => finish(false), GRANT_PATIENCE_MS);
      const unwatch = this.#state.watch((state) => {
        if (state.own[source].granted) finish(true);
        else if (!this.#wanted[source]) finish(false);
      });
    });
  }

  /** Copies of the capture are published, so that it outlives a lost connection without asking the person again. */
  async #shareScreen(room: Room): Promise<void> {
    this.#screen ??= await navigator.mediaDevices.getDisplayMedia({ video: true, audio: true });
    const [picture] = this.#screen.getVideoTracks();
    if (picture === undefined) throw new DOMException("no picture", "NotFoundError");
    picture.addEventListener("ended", () => void this.want("screen", false));
    const sound = this.#screen.getAudioTracks()[0];
    await room.localParticipant.publishTrack(picture.clone(), { source: Track.Source.ScreenShare, simulcast: false });
    if (sound !== undefined) {
      await room.localParticipant.publishTrack(sound.clone(), { source: Track.Source.ScreenShareAudio });
    }
  }

  async #unshareScreen(room: Room): Promise<void> {
    this.#closeScreen();
    const publications = [...room.localParticipant.trackPublications.values()];
    const shared = publications.filter(({ source }) => source.startsWith("screen_share")).map(({ track }) => track);
    await room.localParticipant.unpublishTracks(shared.filter((track): track is LocalTrack => track !== undefined));
  }

  #closeScreen(): void {
    for (const track of this.#screen?.getTracks() ?? []) track.stop();
    this.#screen = undefined;
  }
}
