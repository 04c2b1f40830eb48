/** Who has spoken how long and how often; what is being said right now counts. Everybody sees the same numbers. */
import type { ClubView, FloorView, ParticipantView, PersonTallyView, TurnView } from "@/generated/messages";
import { runningFor } from "./turnClock";

export type Span = "item" | "session";

export interface Tally {
  readonly key: string;
  readonly name: string;
  readonly club?: ClubView;
  readonly milliseconds: number;
  readonly turns: number;
  /** The part of the longest time in the list, 0 to 1: the length of its bar. */
  readonly share: number;
  /** Milliseconds it has on this item. */
  readonly budget?: number;
}

type Tallies = Pick<FloorView, "clubs" | "people" | "turn">;
type Counted = Omit<Tally, "share">;

/** What is counted, and at which moment of the server's time. */
export interface Count {
  readonly span: Span;
  readonly now: number;
}

/** Clubs, the longest first; those who are here and have not spoken last. `name` puts a club in the reader's language. */
export function clubTallies(view: Tallies, present: readonly ParticipantView[], { span, now }: Count, name: (club: ClubView) => string): Tally[] {
  const silent = present.flatMap(({ club }) => (club === undefined || Object.hasOwn(view.clubs, club.id) ? [] : [[club.id, club] as const]));
  const here = new Set(present.flatMap(({ club }) => (club === undefined ? [] : [club.id])));
  const spoke = Object.entries(view.clubs).flatMap(([key, tally]): Counted[] => {
    const milliseconds = (span === "item" ? tally.item_ms : tally.ms) + (view.turn?.club === key ? runningFor(view.turn, now) : 0);
    const turns = span === "item" ? tally.item_turns : tally.turns;
    if (milliseconds === 0 && turns === 0 && !here.has(key)) return [];
    const budget = span === "item" ? tally.budget : undefined;
    return [{ key, name: name(tally.club), club: tally.club, milliseconds, turns, ...(budget !== undefined && { budget }) }];
  });
  const none = [...new Map(silent)].map(([key, club]): Counted => ({ key, name: name(club), club, milliseconds: 0, turns: 0 }));
  return shared([...spoke, ...none]);
}

/** People who spoke, the longest first. */
export function personTallies(view: Tallies, { span, now }: Count): Tally[] {
  const speaking = speakerKey(view);
  const people = view.turn && speaking !== undefined && view.people[speaking] === undefined
    ? { ...view.people, [speaking]: firstTurn(view.turn) } : view.people;
  const counted = Object.entries(people).map(([key, tally]): Counted => {
    const club = view.clubs[tally.club ?? ""]?.club;
    const milliseconds = (span === "item" ? tally.item_ms : tally.ms) + (view.turn && speaking === key ? runningFor(view.turn, now) : 0);
    return { key, name: tally.name, milliseconds, turns: span === "item" ? tally.item_turns : tally.turns, ...(club && { club }) };
  });
  return shared(counted.filter(({ milliseconds, turns }) => milliseconds > 0 || turns > 0));
}

/** Those who are here, could speak, and have not. */
export function notSpoken(view: Tallies, present: readonly ParticipantView[], span: Span): ParticipantView[] {
  const spoke = (id: string): boolean => {
    const tally = view.people[id];
    return view.turn?.participant === id || (tally !== undefined && (span === "item" ? tally.item_ms : tally.ms) > 0);
  };
  return present.filter(({ id, role }) => role !== "observer" && !spoke(id));
}

/** Under which key whoever speaks is counted; for those without a place at the table it is found by their name. */
function speakerKey({ turn, people }: Tallies): string | undefined {
  if (turn === undefined || turn.participant !== undefined) return turn?.participant;
  const beside = `${turn.venue ?? ""}/`;
  return Object.keys(people).find((key) => key.startsWith(beside) && people[key]?.name === turn.name) ?? beside + turn.name;
}

/** Nothing is counted of them yet: they speak for the first time. */
function firstTurn({ name, club }: TurnView): PersonTallyView {
  return { name, item_ms: 0, item_turns: 0, ms: 0, turns: 0, ...(club !== undefined && { club }) };
}

function shared(tallies: readonly Counted[]): Tally[] {
  const longest = Math.max(1, ...tallies.map(({ milliseconds }) => milliseconds));
  const sorted = [...tallies].sort((one, other) =>
    other.milliseconds - one.milliseconds || other.turns - one.turns || one.name.localeCompare(other.name));
  return sorted.map((tally) => ({ ...tally, share: tally.milliseconds / longest }));
}
