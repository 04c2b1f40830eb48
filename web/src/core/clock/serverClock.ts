/**
 * The server's time as this browser sees it. A browser's own clock may be minutes off, so everything that is
 * shown as "remaining" or "ago" is computed from here. The sample with the shortest round trip wins, because its
 * error is at most half of that round trip.
 */
export interface ClockSample {
  /** Local epoch milliseconds when the question left. */
  readonly sent: number;
  /** Local epoch milliseconds when the answer came. */
  readonly received: number;
  /** The server's epoch milliseconds inside the answer. */
  readonly server: number;
}

/** Older samples are forgotten, so that a drifting local clock cannot keep a stale offset alive. */
const REMEMBERED_SAMPLES = 8;

/** The round trip assumed for a time that came unasked (the welcome), so that any measured one replaces it. */
const UNMEASURED_ROUND_TRIP_MS = 2000;

export class ServerClock {
  private samples: ClockSample[] = [];
  private readonly local: () => number;

  constructor(local: () => number = Date.now) {
    this.local = local;
  }

  /** Takes a time the server sent without being asked; it is only as good as the delay it had. */
  hint(server: number): void {
    const received = this.local();
    this.learn({ sent: received - UNMEASURED_ROUND_TRIP_MS, received: received + UNMEASURED_ROUND_TRIP_MS, server });
  }

  learn(sample: ClockSample): void {
    if (sample.received < sample.sent || !Number.isFinite(sample.server)) return;
    this.samples = [...this.samples, sample].slice(-REMEMBERED_SAMPLES);
  }

  /** Milliseconds to add to the local clock to get the server's. */
  get offset(): number {
    const best = this.samples.reduce<ClockSample | undefined>(
      (winner, sample) => (winner === undefined || roundTrip(sample) <= roundTrip(winner) ? sample : winner),
      undefined,
    );
    return best === undefined ? 0 : best.server - (best.sent + best.received) / 2;
  }

  now(): number {
    return this.local() + this.offset;
  }
}

function roundTrip(sample: ClockSample): number {
  return sample.received - sample.sent;
}
