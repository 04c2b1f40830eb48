/**
 * One person's connection to one room: keeps it, keeps the copy of the view right, sends commands until they are
 * answered, and says honestly how it stands. Knows nothing of what the slices mean.
 */
import type { ChatFrame, Goodbye, PatchFrame, SessionView, SnapshotFrame, Welcome } from "@/generated/messages";
import { ServerClock } from "../clock/serverClock";
import { retryDelay } from "./backoff";
import { isOver, passesByItself, type Connection } from "./connection";
import { SessionDocument } from "./document";
import type { JsonObject } from "./mergePatch";
import { Observable, Signal, type Watchable } from "./observable";
import { Guesses } from "./optimism";
import { Outbox } from "./outbox";
import { Pulse } from "./pulse";
import type { DoorRefusal, Transport } from "./transport";
import { refused, type Command, type Frames, type Query, type Reply } from "./wire";

export interface SessionParts {
  readonly transport: Transport;
  readonly newId?: () => string;
  readonly chance?: () => number;
  readonly now?: () => number;
}

export class RoomSession {
  readonly clock: ServerClock;
  readonly chat = new Signal<ChatFrame>();
  readonly #state = new Observable<Connection>({ kind: "idle" });
  readonly #drawn = new Observable<Partial<SessionView> | undefined>(undefined);
  readonly #greeting = new Observable<Welcome | undefined>(undefined);
  readonly #document = new SessionDocument();
  readonly #guesses = new Guesses();
  readonly #outbox: Outbox;
  readonly #pulse: Pulse;
  readonly #parts: Required<SessionParts>;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #asking = false;

  constructor(parts: SessionParts) {
    this.#parts = { newId: newCommandId, chance: Math.random, now: Date.now, ...parts };
    const { transport, now } = this.#parts;
    this.clock = new ServerClock(now);
    this.#outbox = new Outbox((command) => transport.command(command));
    this.#pulse = new Pulse(() => transport.query({ type: "time" }), this.clock, now);
    this.#pulse.lost.on(() => this.lose());
  }

  get connection(): Watchable<Connection> {
    return this.#state;
  }

  /** The view with this person's unanswered acts drawn in; undefined until the first snapshot. */
  get view(): Watchable<Partial<SessionView> | undefined> {
    return this.#drawn;
  }

  /** Who this connection is, and what it may see. */
  get welcome(): Watchable<Welcome | undefined> {
    return this.#greeting;
  }

  start(): void {
    if (this.#state.get().kind !== "idle") return;
    this.#state.set({ kind: "connecting" });
    this.#knock();
  }

  /** Ends the session on this side for good; unanswered commands are refused with the same code. */
  stop(code: "left" | "ended" = "left"): void {
    this.#finish({ kind: "over", code });
  }

  /** The network may be back: do not wait for the timer. */
  hurry(): void {
    const { kind } = this.#state.get();
    if (this.#retry === undefined || (kind !== "reconnecting" && kind !== "restarting")) return;
    clearTimeout(this.#retry);
    this.#knock();
  }

  /** The network is known to be gone: believe it at once rather than after a timeout. */
  lose(): void {
    if (this.#state.get().kind !== "live") return;
    this.#parts.transport.close();
    this.#reconnect();
  }

  /** Sends a command; `guess` is drawn over the view until the server has confirmed or refused it. */
  async command(command: Command, guess?: JsonObject): Promise<Reply> {
    if (isOver(this.#state.get())) return refused("not_connected");
    const id = this.#parts.newId();
    if (guess !== undefined) {
      this.#guesses.add(id, guess);
      this.#draw();
    }
    const reply = await this.#outbox.post({ ...command, id });
    if (guess !== undefined) this.#settleGuess(id, reply);
    return reply;
  }

  /** Asks something that changes nothing; a lost answer is a refusal with the code `not_connected`. */
  async query(query: Query): Promise<Reply> {
    try {
      return await this.#parts.transport.query(query);
    } catch {
      return refused("not_connected");
    }
  }

  #settleGuess(id: string, reply: Reply): void {
    if (reply.ok && reply.version !== undefined) this.#guesses.accept(id, reply.version);
    else this.#guesses.drop(id);
    this.#draw();
  }

  #draw(): void {
    const { version, view } = this.#document;
    if (version === undefined || view === undefined) return;
    this.#guesses.settle(version);
    this.#drawn.set(this.#guesses.over(view));
  }

  #knock(): void {
    this.#retry = undefined;
    this.#parts.transport.open({
      refused: (refusal) => this.#turnedAway(refusal),
      closed: () => this.#reconnect(),
      event: (name, payload) => this.#hear(name, payload),
    });
  }

  #turnedAway(refusal: DoorRefusal): void {
    if (refusal.code === undefined || passesByItself(refusal.code)) this.#reconnect();
    else this.#finish({ kind: "refused", code: refusal.code, params: refusal.params ?? {} });
  }

  #reconnect(): void {
    const before = this.#state.get();
    if (isOver(before)) return;
    this.#outbox.pause();
    this.#pulse.stop();
    this.#asking = false;
    clearTimeout(this.#retry);
    const next = waiting(before, this.#parts.now());
    this.#retry = setTimeout(() => this.#knock(), retryDelay(next.attempt - 1, this.#parts.chance()));
    this.#state.set(next);
  }

  #hear<Name extends keyof Frames>(name: Name, payload: Frames[Name]): void {
    const heard: { [Frame in keyof Frames]: (value: Frames[Frame]) => void } = {
      welcome: (value) => this.#greet(value),
      snapshot: (value) => this.#takeSnapshot(value),
      patch: (value) => this.#takePatch(value),
      moved: (value) => this.#moveTo(value.audience),
      goodbye: (value) => this.#takeGoodbye(value),
      chat: (value) => this.chat.send(value),
    };
    heard[name](payload);
  }

  #greet(welcome: Welcome): void {
    this.clock.hint(new Date(welcome.server_time).getTime());
    this.#document.forget();
    this.#greeting.set(welcome);
  }

  /** The first snapshot of a connection is the moment at which it is truly live. */
  #takeSnapshot(snapshot: SnapshotFrame): void {
    this.#document.replace(snapshot);
    this.#draw();
    if (this.#state.get().kind === "live") return;
    this.#state.set({ kind: "live" });
    this.#outbox.resume();
    this.#pulse.start();
  }

  #takePatch(patch: PatchFrame): void {
    const outcome = this.#document.apply(patch);
    if (outcome === "applied") this.#draw();
    if (outcome === "gap") void this.#askSnapshot();
  }

  async #askSnapshot(): Promise<void> {
    if (this.#asking || this.#state.get().kind !== "live") return;
    this.#asking = true;
    const reply = await this.query({ type: "snapshot" });
    this.#asking = false;
    if (reply.ok) this.#takeSnapshot(reply as unknown as SnapshotFrame);
    else this.lose();
  }

  /** Another audience has another document: nothing of the old one may be merged with the new. */
  #moveTo(audience: string): void {
    const welcome = this.#greeting.get();
    this.#document.forget();
    this.#guesses.clear();
    this.#drawn.set(undefined);
    if (welcome !== undefined) this.#greeting.set({ ...welcome, audience });
  }

  #takeGoodbye(goodbye: Goodbye): void {
    if (goodbye.code === "restarting") {
      this.#state.set({ kind: "restarting", attempt: 0, since: this.#parts.now() });
    } else if (goodbye.code !== "gone" && !goodbye.retry) {
      this.#finish({ kind: "over", code: goodbye.code });
    }
  }

  #finish(end: Extract<Connection, { kind: "over" | "refused" }>): void {
    if (isOver(this.#state.get())) return;
    clearTimeout(this.#retry);
    this.#pulse.stop();
    this.#state.set(end);
    this.#parts.transport.close();
    this.#outbox.abandon(end.code);
  }
}

/** `crypto.randomUUID` exists only on secure pages; a plain-HTTP page must fail at the microphone, not here. */
function newCommandId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

type Waiting = Extract<Connection, { kind: "reconnecting" | "restarting" }>;

function waiting(before: Connection, now: number): Waiting {
  if (before.kind === "reconnecting" || before.kind === "restarting") {
    return { ...before, attempt: before.attempt + 1 };
  }
  return { kind: "reconnecting", attempt: 1, since: now };
}
