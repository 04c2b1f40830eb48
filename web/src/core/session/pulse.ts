/**
 * Asks the server for the time, again and again. The answers teach the clock; a missing answer tells of a dead
 * network sooner than TCP would.
 */
import type { ServerClock } from "../clock/serverClock";
import { Signal } from "./observable";
import type { Reply } from "./wire";

const BEAT_MS = 6000;

export class Pulse {
  /** No answer came although the connection looked open. */
  readonly lost = new Signal<undefined>();
  readonly #ask: () => Promise<Reply>;
  readonly #clock: ServerClock;
  readonly #now: () => number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: () => Promise<Reply>, clock: ServerClock, now: () => number) {
    this.#ask = ask;
    this.#clock = clock;
    this.#now = now;
  }

  start(): void {
    this.stop();
    this.#timer = setTimeout(() => void this.#beat(), 0);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #beat(): Promise<void> {
    const mine = this.#timer;
    const sent = this.#now();
    try {
      const reply = await this.#ask();
      if (this.#timer !== mine) return;
      if (reply.ok && typeof reply["now"] === "number") {
        this.#clock.learn({ sent, received: this.#now(), server: reply["now"] });
      }
      this.#timer = setTimeout(() => void this.#beat(), BEAT_MS);
    } catch {
      if (this.#timer === mine) this.lost.send(undefined);
    }
  }
}
