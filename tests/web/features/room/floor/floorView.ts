import type { EntryView, FloorView, TurnView } from "@/generated/messages";

export const NOW = Date.parse("2026-11-22T12:00:00.000Z");

/** The moment so many seconds after `NOW`, as the server writes it. */
export function after(seconds: number): string {
  return new Date(NOW + seconds * 1000).toISOString();
}

/** An empty, moderated floor, with whatever a test is about. */
export function floor(more: Partial<FloorView> = {}): FloorView {
  return {
    mode: "moderated",
    settings: {
      policy: "fair", bound: 3, limits: { point_of_order: 60_000, clarifying_question: 60_000, reply: 120_000, topic: 180_000 },
      warning: 30_000, hard_stop: false, call_grace: 10_000, absence_grace: 30_000, entries_per_kind: 1,
    },
    closed: false, entries: {}, pace: {}, clubs: {}, people: {}, items: {}, gavel: {}, presenters: {}, venues: {}, ...more,
  };
}

/** Somebody who waits; ids are counted as the server counts them. */
export function entry(id: string, participant: string, rank: number, more: Partial<EntryView> = {}): EntryView {
  return { id, kind: "topic", rank, reason: "arrival", name: participant, participant, at: after(0), ...more };
}

export function queue(...entries: EntryView[]): Pick<FloorView, "entries" | "step"> {
  const [first] = [...entries].sort((one, other) => one.rank - other.rank);
  return {
    entries: Object.fromEntries(entries.map((one) => [one.id, one])),
    ...(first && { step: { does: "call" as const, entry: first.id } }),
  };
}

/** Somebody who speaks, for three minutes from now on. */
export function turn(id: string, participant: string, more: Partial<TurnView> = {}): TurnView {
  return {
    id, kind: "topic", name: participant, participant, state: "speaking", called_at: after(0), limit: 180_000, used: 0,
    running_since: after(0), paused: {}, ...more,
  };
}

/** The turn of somebody in a room of many people, at the microphone of `venue`. */
export function venueTurn(id: string, name: string, venue: string, more: Partial<TurnView> = {}): TurnView {
  return without(turn(id, "nobody", { name, venue, ...more }), "participant");
}

/** Somebody who has the floor while the clock stands still. */
export function waiting(id: string, participant: string, more: Partial<TurnView> = {}): TurnView {
  return without(turn(id, participant, more), "running_since");
}

export function without<T extends object>(whole: T, key: keyof T): T {
  const rest = { ...whole };
  Reflect.deleteProperty(rest, key);
  return rest;
}
