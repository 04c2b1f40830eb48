/** The queue as a person reads it: places, and how long they will wait. The order itself is the server's alone. */
import type { EntryView, FloorView, Kind, TurnView } from "@/generated/messages";
import { isMine } from "./rights";
import { runningFor } from "./turnClock";

export interface QueueRow {
  readonly entry: EntryView;
  /** From one. */
  readonly place: number;
  /** My own, or of somebody in my sub-venue. */
  readonly mine: boolean;
  /** Whom the moderator's next step calls. */
  readonly next: boolean;
  /** Drawn before the server has answered: nothing can be done with it yet. */
  readonly pending: boolean;
}

type Queue = Pick<FloorView, "entries" | "step">;
type Clocked = Pick<FloorView, "entries" | "turn" | "interrupted" | "pace">;

/** What the server has taken has a number. */
const CONFIRMED = /^ent_\d+$/;

/** These interrupt the main turn instead of waiting for its end. */
const INTERPOSED: ReadonlySet<Kind> = new Set(["point_of_order", "clarifying_question"]);

const ORDERED = new WeakMap<FloorView["entries"], readonly EntryView[]>();

/** Put in order once for each state of the queue, for all who ask. */
export function inQueueOrder(entries: FloorView["entries"]): readonly EntryView[] {
  const known = ORDERED.get(entries);
  if (known !== undefined) return known;
  const order = Object.values(entries).sort((one, other) => one.rank - other.rank || one.id.localeCompare(other.id));
  ORDERED.set(entries, order);
  return order;
}

export function queueRows({ entries, step }: Queue, me: string): QueueRow[] {
  return inQueueOrder(entries).map((entry, index) => ({
    entry,
    place: index + 1,
    mine: isMine(entry, me),
    next: entry.id === step?.entry,
    pending: !CONFIRMED.test(entry.id),
  }));
}

/**
 * Milliseconds until each is expected to speak: what is left of the running turn, and a turn of the usual length for
 * everybody ahead who is here.
 */
export function expectedWaits({ entries, turn, interrupted, pace }: Clocked, now: number): ReadonlyMap<string, number> {
  const waits = new Map<string, number>();
  let passed = interrupted === undefined ? 0 : left(turn, now);
  let main = left(interrupted ?? turn, now);
  for (const entry of inQueueOrder(entries)) {
    if (!INTERPOSED.has(entry.kind)) {
      passed += main;
      main = 0;
    }
    waits.set(entry.id, passed);
    if (!entry.away) passed += pace[entry.kind] ?? 0;
  }
  return waits;
}

function left(turn: TurnView | undefined, now: number): number {
  return turn === undefined ? 0 : Math.max(0, turn.limit - turn.used - runningFor(turn, now));
}

/** Whole minutes; 0 is less than one. */
export function inMinutes(milliseconds: number): number {
  return milliseconds < 45_000 ? 0 : Math.max(1, Math.round(milliseconds / 60_000));
}

/** `3rd` in English, `3` in Chinese, whose sentence says the rest. */
export function ordinal(place: number, locale: string): string {
  if (!locale.startsWith("en")) return String(place);
  const suffixes: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" };
  return `${place}${suffixes[new Intl.PluralRules("en", { type: "ordinal" }).select(place)] ?? "th"}`;
}

/** A rank that puts an entry before another, or at the end, until the server has said the true one. */
export function rankBefore(entries: FloorView["entries"], moved: string, before: string | undefined): number {
  const others = inQueueOrder(entries).filter(({ id }) => id !== moved);
  const onto = before === undefined ? others.length : others.findIndex(({ id }) => id === before);
  const [above, below] = [others[onto - 1]?.rank, others[onto]?.rank];
  if (below === undefined) return (above ?? 0) + 1;
  return above === undefined ? below - 1 : (above + below) / 2;
}

/** A rank behind the last of a kind and of those that go before it. */
export function rankOfNew(entries: FloorView["entries"], kind: Kind, kinds: readonly Kind[]): number {
  const order = inQueueOrder(entries);
  const onto = order.findLastIndex((entry) => kinds.indexOf(entry.kind) <= kinds.indexOf(kind)) + 1;
  return rankBefore(entries, "", order[onto]?.id);
}
