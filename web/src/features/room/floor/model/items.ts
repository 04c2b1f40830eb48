/** The list of items: its order, and the time of each with what is being said right now. */
import type { ClubView, FloorView, ItemView, ParticipantView } from "@/generated/messages";
import { runningFor } from "./turnClock";

type Items = Pick<FloorView, "items" | "item" | "turn" | "interrupted" | "clubs">;

export function inOrder(items: Readonly<Record<string, ItemView>>): ItemView[] {
  return Object.values(items).sort((one, other) => one.rank - other.rank || one.id.localeCompare(other.id));
}

/** The current item and its place, as "3/6". */
export function currentItem(view: Items): { readonly item: ItemView; readonly place: number; readonly of: number } | undefined {
  const all = inOrder(view.items);
  const place = all.findIndex(({ id }) => id === view.item);
  const item = all[place];
  return item && { item, place: place + 1, of: all.length };
}

/** Milliseconds used on an item; the running turn is of the current one. */
export function itemUsed(view: Items, item: ItemView, now: number): number {
  return item.used + (item.id === view.item && view.turn ? runningFor(view.turn, now) : 0);
}

/** A round's items are called after their club in both languages: then the club's name in the reader's is enough. */
export function ownerOf(item: ItemView, clubs: FloorView["clubs"]): ClubView | undefined {
  const [only, ...others] = Object.keys(item.clubs);
  const club = others.length === 0 ? clubs[only ?? ""]?.club : undefined;
  return club && [`${club.name_zh} · ${club.name_en}`, club.name_zh, club.name_en].includes(item.title) ? club : undefined;
}

/** Clubs somebody is here for who may speak, also in a sub-venue: each gets an item of a round. */
export function clubsPresent(participants: Readonly<Record<string, ParticipantView>>, venues: FloorView["venues"]): Set<string> {
  const seated = Object.values(participants).filter(({ role }) => role !== "observer").map(({ club }) => club?.id);
  const attending = Object.values(venues).flatMap(({ attendees }) => Object.values(attendees).map(({ club }) => club));
  return new Set([...seated, ...attending].filter((club) => club !== undefined));
}

export interface ClubUse {
  readonly club: ClubView;
  readonly used: number;
  /** Nothing if the club may speak as long as it likes. */
  readonly budget?: number;
  /** Milliseconds beyond the budget, in whole seconds: less is neither shown nor shared out. */
  readonly over: number;
}

/** What the clubs have used of their time on the current item: those with a budget, and those who spoke. */
export function clubUses(view: Items, now: number): ClubUse[] {
  const uses = Object.entries(view.clubs).map(([key, { club, item_ms, budget }]): ClubUse => {
    const used = item_ms + (view.turn && view.turn.club === key ? runningFor(view.turn, now) : 0);
    return { club, used, over: budget === undefined ? 0 : Math.floor(Math.max(0, used - budget) / 1000) * 1000, ...(budget !== undefined && { budget }) };
  });
  return uses.filter(({ used, budget }) => used > 0 || budget !== undefined).sort((one, other) => other.used - one.used);
}

/** Which item follows the place where an item was dropped; none for the end. Nothing at all if it would not move. */
export function droppedBefore(ahead: readonly string[], moved: string, onto: number): { readonly before: string | undefined } | undefined {
  const from = ahead.indexOf(moved);
  if (from === -1 || onto === from) return undefined;
  const others = ahead.filter((id) => id !== moved);
  return { before: others[Math.min(Math.max(onto, 0), others.length)] };
}

/** Where a row in hand would come to stand, as seen from another row. */
export type DropMark = "above" | "below" | undefined;

/** On the row that the one in hand would be dropped before; on the last one, also below it. */
export function dropMark(order: readonly string[], row: string, moved: string | undefined, onto: number): DropMark {
  if (moved === undefined || row === moved) return undefined;
  const others = order.filter((id) => id !== moved);
  if (others[onto] === row) return "above";
  return onto >= others.length && others.at(-1) === row ? "below" : undefined;
}

/** Minutes as they stand in a form: `2.5`; nothing for no budget. */
export function minutesOf(milliseconds: number | undefined): string {
  return milliseconds === undefined ? "" : String(Math.round(milliseconds / 600) / 100);
}

/** Seconds of the minutes typed; nothing for nothing, zero and nonsense. */
export function secondsOf(minutes: string): number | undefined {
  const seconds = Math.round(Number(minutes) * 60);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 86_400) : undefined;
}
