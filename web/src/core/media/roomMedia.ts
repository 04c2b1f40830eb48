/**
 * Sound and pictures of one room: joins with a ticket, joins again with a fresh one whenever the connection is lost
 * for good, and keeps one's own sources as wanted through all of it.
 */
import type { Room } from "livekit-client";
import type { DeviceChoice } from "../devices/remembered";
import { Observable, type Watchable } from "../session/observable";
import { listen, survey } from "./listening";
import { createRoom, publicationOf } from "./livekit";
import { OwnSources } from "./ownSources";
import type { Source } from "./people";
import { joinDelay } from "./rejoin";
import { SILENT, type MediaState, type Permits } from "./state";
import { measure, type Measurements } from "./statistics";

export interface Ticket {
  readonly url: string;
  readonly token: string;
}

export interface MediaParts {
  /** Asks the session for a way in; nothing when there is none at the moment. */
  readonly ticket: () => Promise<Ticket | undefined>;
  readonly choice: DeviceChoice;
  readonly createRoom?: (choice: DeviceChoice) => Room;
}

/** A server that takes longer than this to accept is asked again. */
const SIGNAL_TIMEOUT_MS = 5000;
const TRANSPORT_TIMEOUT_MS = 10_000;

export class RoomMedia {
  readonly #state = new Observable<MediaState>(SILENT);
  readonly #parts: MediaParts;
  readonly #own: OwnSources;
  #choice: DeviceChoice;
  #room: Room | undefined;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #joining = false;
  #stopped = true;

  constructor(parts: MediaParts) {
    this.#parts = parts;
    this.#choice = parts.choice;
    this.#own = new OwnSources(this.#state, () => this.#choice);
  }

  get state(): Watchable<MediaState> {
    return this.#state;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    void this.#join();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#own.stop();
    const room = this.#room;
    this.#room = undefined;
    void room?.disconnect();
    this.#state.set({ ...SILENT, connection: "over" });
  }

  /** The session is live again: a ticket can be had now. */
  hurry(): void {
    if (this.#stopped || this.#room !== undefined) return;
    clearTimeout(this.#timer);
    void this.#join();
  }

  want(source: Source, on: boolean): Promise<void> {
    return this.#own.want(source, on);
  }

  /** What the session permits; what it no longer does is taken down at once, and nothing is ever opened by it. */
  permit(permits: Permits): void {
    this.#own.permit(permits);
  }

  /** Uses other devices from now on, in the middle of a sentence if need be. */
  async choose(choice: DeviceChoice): Promise<void> {
    const before = this.#choice;
    this.#choice = choice;
    const room = this.#room;
    if (room === undefined) return;
    const changes = [
      ["audioinput", before.microphone, choice.microphone],
      ["videoinput", before.camera, choice.camera],
      ["audiooutput", before.speaker, choice.speaker],
    ] as const;
    for (const [kind, old, chosen] of changes) {
      if (chosen !== undefined && chosen !== old) await room.switchActiveDevice(kind, chosen, false);
    }
  }

  /** To be called from a click, when the browser had refused to play. */
  async startAudio(): Promise<void> {
    await this.#room?.startAudio();
  }

  /** Draws a person's picture into `element` until the returned function is called. */
  show(person: string, source: "camera" | "screen", element: HTMLVideoElement): () => void {
    const participant = this.#room?.getParticipantByIdentity(person);
    const track = participant === undefined ? undefined : publicationOf(participant, source)?.track;
    track?.attach(element);
    return () => void track?.detach(element);
  }

  measure(): Promise<Measurements> {
    return measure(this.#room);
  }

  async #join(): Promise<void> {
    if (this.#joining || this.#stopped || this.#room !== undefined) return;
    this.#joining = true;
    this.#say(this.#attempt === 0 ? "joining" : "reconnecting");
    try {
      const ticket = await this.#parts.ticket();
      if (ticket === undefined || !(await this.#connect(ticket))) this.#later();
    } finally {
      this.#joining = false;
    }
  }

  async #connect(ticket: Ticket): Promise<boolean> {
    const room = (this.#parts.createRoom ?? createRoom)(this.#choice);
    listen(room, (change) => this.#change(room, change), {
      withdrawn: (source) => this.#own.withdraw(source),
      ended: () => this.#lost(room),
    });
    this.#room = room;
    try {
      await room.connect(ticket.url, ticket.token, {
        maxRetries: 0,
        websocketTimeout: SIGNAL_TIMEOUT_MS,
        peerConnectionTimeout: TRANSPORT_TIMEOUT_MS,
      });
    } catch {
      if (this.#room === room) this.#room = undefined;
      return false;
    }
    return this.#joined(room);
  }

  #joined(room: Room): boolean {
    if (this.#stopped || this.#room !== room) {
      void room.disconnect();
      return this.#stopped;
    }
    this.#attempt = 0;
    this.#change(room, survey(room));
    this.#say("live");
    this.#own.use(room);
    return true;
  }

  #lost(room: Room): void {
    if (this.#room !== room || this.#stopped) return;
    this.#room = undefined;
    this.#own.release();
    this.#state.update((state) => ({ ...state, people: {} }));
    this.#later();
  }

  #later(): void {
    if (this.#stopped) return;
    this.#say("reconnecting");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#join(), joinDelay(this.#attempt));
    this.#attempt += 1;
  }

  #change(room: Room, change: (state: MediaState) => MediaState): void {
    if (this.#room === room) this.#state.update(change);
  }

  #say(connection: MediaState["connection"]): void {
    this.#state.update((state) => ({ ...state, connection }));
  }
}
