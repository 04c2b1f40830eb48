/** How long to wait before knocking again after the connection was lost. */

/** Quick at first: most losses are a blink of the network. */
const FIRST_DELAY_MS = 250;

/** A restarted server must have everybody back within ten seconds, so nobody waits longer than this. */
const LONGEST_DELAY_MS = 3000;

/** A share of the delay that is left to chance, so that a full room does not knock in one instant. */
const JITTER = 0.4;

/** Milliseconds before attempt number `attempt` (0 is the first); `chance` is a random number in [0, 1). */
export function retryDelay(attempt: number, chance: number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 10));
  return Math.round(full * (1 - JITTER * chance));
}
