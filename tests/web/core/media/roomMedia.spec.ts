import { EventEmitter } from "node:events";
import type { Room } from "livekit-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RoomMedia, type Ticket } from "@/core/media/roomMedia";
import { joinDelay, repairDelay } from "@/core/media/rejoin";

/** One's own seat in a LiveKit room, as far as our code looks at it. */
class FakeSelf {
  readonly identity = "prt_a";
  readonly isLocal = true;
  readonly isSpeaking = false;
  readonly connectionQuality = "good";
  readonly trackPublications = new Map<string, { source: string; track: object; trackSid: string; isMuted: boolean }>();
  permissions = { canPublish: true, canPublishSources: [] as number[] };
  readonly #room: FakeRoom;

  constructor(room: FakeRoom) {
    this.#room = room;
  }

  getTrackPublication(source: string) {
    return this.trackPublications.get(source);
  }

  setMicrophoneEnabled(on: boolean): Promise<void> {
    if (on) this.trackPublications.set("microphone", { source: "microphone", track: {}, trackSid: "TR_m", isMuted: false });
    else this.trackPublications.delete("microphone");
    this.#room.emit(on ? "localTrackPublished" : "localTrackUnpublished", {}, this);
    return Promise.resolve();
  }

  unpublishTrack(track: object): Promise<void> {
    for (const [source, publication] of this.trackPublications) {
      if (publication.track === track) this.trackPublications.delete(source);
    }
    this.#room.emit("localTrackUnpublished", {}, this);
    return Promise.resolve();
  }

  /** As the server does: the grant changes, and LiveKit's client unpublishes what is no longer allowed. */
  grant(sources: number[], canPublish = true): void {
    const before = this.permissions;
    this.permissions = { canPublish, canPublishSources: sources };
    if (!canPublish || !sources.includes(2)) this.trackPublications.delete("microphone");
    this.#room.emit("participantPermissionsChanged", before, this);
  }
}

class FakeRoom extends EventEmitter {
  readonly localParticipant = new FakeSelf(this);
  readonly remoteParticipants = new Map();
  readonly canPlaybackAudio = true;
  readonly engine = {};
  token = "";
  readonly reachable: () => boolean;

  constructor(reachable: () => boolean) {
    super();
    this.reachable = reachable;
  }

  connect(_url: string, token: string): Promise<void> {
    this.token = token;
    if (!this.reachable()) return Promise.reject(new Error("unreachable"));
    this.emit("connected");
    return Promise.resolve();
  }

  disconnect(): Promise<void> {
    this.emit("disconnected");
    return Promise.resolve();
  }
}

let rooms: FakeRoom[];
let reachable: boolean;
let ticket: Ticket | undefined;
let media: RoomMedia;
const settle = () => vi.advanceTimersByTimeAsync(0);
const own = () => media.state.get().own.microphone;
const last = () => rooms.at(-1) as FakeRoom;

beforeEach(async () => {
  vi.useFakeTimers();
  rooms = [];
  reachable = true;
  let tickets = 0;
  ticket = { url: "ws://here", token: "" };
  media = new RoomMedia({
    ticket: () => Promise.resolve(ticket && { ...ticket, token: `ticket-${(tickets += 1)}` }),
    choice: {},
    createRoom: () => {
      rooms.push(new FakeRoom(() => reachable));
      return last() as unknown as Room;
    },
  });
  media.start();
  await settle();
});

afterEach(() => {
  media.stop();
  vi.useRealTimers();
});

describe("the media connection", () => {
  it("joins anew with a fresh ticket and publishes again what was on", async () => {
    await media.want("microphone", true);
    last().emit("disconnected");
    expect(media.state.get().connection).toBe("reconnecting");
    expect(own()).toMatchObject({ on: false, busy: true });
    await vi.advanceTimersByTimeAsync(joinDelay(0));
    expect(rooms.map(({ token }) => token)).toEqual(["ticket-1", "ticket-2"]);
    expect(media.state.get().connection).toBe("live");
    expect(own()).toMatchObject({ on: true, busy: false });
  });

  it("goes on trying while there is no way in, and at once when the session is back", async () => {
    reachable = false;
    ticket = undefined;
    last().emit("disconnected");
    await vi.advanceTimersByTimeAsync(20_000);
    expect(media.state.get().connection).toBe("reconnecting");
    reachable = true;
    ticket = { url: "ws://here", token: "" };
    media.hurry();
    await settle();
    expect(media.state.get().connection).toBe("live");
  });

  it("stays away once it was left", async () => {
    media.stop();
    await vi.advanceTimersByTimeAsync(20_000);
    expect([rooms.length, media.state.get().connection]).toEqual([1, "over"]);
  });
});

describe("one's own microphone", () => {
  it("is closed by a withdrawn grant and never opened by a returned one", async () => {
    await media.want("microphone", true);
    last().localParticipant.grant([1, 3]);
    expect(own()).toMatchObject({ on: false, granted: false });
    last().localParticipant.grant([1, 2, 3]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(own()).toMatchObject({ on: false, granted: true });
  });

  it("waits for a grant that its owner just got back", async () => {
    last().localParticipant.grant([1]);
    const wanted = media.want("microphone", true);
    await vi.advanceTimersByTimeAsync(300);
    expect(own()).toMatchObject({ on: false, busy: true });
    last().localParticipant.grant([1, 2]);
    await wanted;
    expect(own()).toMatchObject({ on: true, busy: false });
  });

  it("says so when the grant never comes", async () => {
    last().localParticipant.grant([], false);
    const wanted = media.want("microphone", true);
    await vi.advanceTimersByTimeAsync(10_000);
    await wanted;
    expect(own()).toMatchObject({ on: false, busy: false, problem: "not_allowed" });
  });

  it("is taken down as soon as the session says so, before the media server does, and without a complaint", async () => {
    await media.want("microphone", true);
    media.permit({ microphone: false, camera: true, screen: false });
    expect(own()).toEqual({ on: false, busy: false, granted: true });
    await settle();
    expect(last().localParticipant.trackPublications.size).toBe(0);
    media.permit({ microphone: true, camera: true, screen: true });
    await vi.advanceTimersByTimeAsync(20_000);
    expect([own().on, last().localParticipant.trackPublications.size]).toEqual([false, 0]);
  });

  it("is not even tried without permission", async () => {
    media.permit({ microphone: false, camera: true, screen: false });
    await media.want("microphone", true);
    expect(own()).toMatchObject({ on: false, busy: false, problem: "not_allowed" });
    expect(last().localParticipant.trackPublications.size).toBe(0);
  });

  it("is forgotten without a complaint when the right goes while its grant is awaited", async () => {
    last().localParticipant.grant([1]);
    const wanted = media.want("microphone", true);
    await vi.advanceTimersByTimeAsync(300);
    media.permit({ microphone: false, camera: true, screen: true });
    await wanted;
    expect(own()).toEqual({ on: false, busy: false, granted: false });
    media.permit({ microphone: true, camera: true, screen: true });
    last().localParticipant.grant([1, 2]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(own()).toEqual({ on: false, busy: false, granted: true });
  });

  it("stays off after a lost connection if the floor went on meanwhile", async () => {
    await media.want("microphone", true);
    last().emit("disconnected");
    media.permit({ microphone: false, camera: true, screen: true });
    await vi.advanceTimersByTimeAsync(joinDelay(0));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(media.state.get().connection).toBe("live");
    expect(own()).toEqual({ on: false, busy: false, granted: true });
  });

  it("ends as its owner last wanted, however fast they press", async () => {
    void media.want("microphone", true);
    void media.want("microphone", false);
    void media.want("microphone", true);
    await media.want("microphone", false);
    expect(own().on).toBe(false);
  });
});

describe("patience", () => {
  it("gives up repairs within six seconds and joins anew every two at most", () => {
    const repairs = [0, 1, 2, 3, 4].map((attempt) => repairDelay(attempt, 0) ?? Number.NaN);
    expect(repairs.reduce((sum, delay) => sum + delay, 0)).toBeLessThan(6000);
    expect([repairDelay(5, 0), repairDelay(0, 7000)]).toEqual([null, null]);
    expect(joinDelay(50)).toBe(2000);
  });
});
