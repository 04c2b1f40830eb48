/** Where this browser stands with the room; shown as it is, never prettier. */
import type { GoodbyeCode, Params } from "./wire";

export type Connection =
  | { readonly kind: "idle" }
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  /** Lost; `attempt` counts the knocks since then, `since` is local epoch milliseconds. */
  | { readonly kind: "reconnecting"; readonly attempt: number; readonly since: number }
  /** The server said that it goes down and comes back. */
  | { readonly kind: "restarting"; readonly attempt: number; readonly since: number }
  /** The server will not let this person in (any more); knocking again by itself would be wrong. */
  | { readonly kind: "refused"; readonly code: string; readonly params: Params }
  | { readonly kind: "over"; readonly code: Exclude<GoodbyeCode, "restarting" | "gone"> };

/** Refusals at the door that pass by themselves; everything else needs the person. */
const PASSING_REFUSALS: ReadonlySet<string> = new Set([
  "unavailable",
  "starting",
  "restarting",
  "too_many_connections",
  "too_many",
  "too_fast",
  "internal",
  "timeout",
]);

export function passesByItself(code: string): boolean {
  return PASSING_REFUSALS.has(code);
}

export function isOver(connection: Connection): boolean {
  return connection.kind === "over" || connection.kind === "refused";
}
