/**
 * How patient the media connection is. LiveKit's client repairs a connection by itself; when it gives up, a fresh
 * ticket is asked for and the room is joined anew. Both together must be back within ten seconds of a restart.
 */

const REPAIR_DELAYS_MS = [0, 200, 400, 700, 1000] as const;

/** Longer repairs are cheaper as a new join, with a token that is surely good. */
const REPAIR_LIMIT_MS = 6000;

const JOIN_DELAYS_MS = [300, 600, 1000, 1500, 2000] as const;

/** Milliseconds before the next repair of the same connection; `null` gives up. */
export function repairDelay(attempt: number, elapsed: number): number | null {
  if (elapsed > REPAIR_LIMIT_MS) return null;
  return REPAIR_DELAYS_MS[attempt] ?? null;
}

/** Milliseconds before the next new join. */
export function joinDelay(attempt: number): number {
  return JOIN_DELAYS_MS[Math.min(attempt, JOIN_DELAYS_MS.length - 1)] ?? 0;
}
