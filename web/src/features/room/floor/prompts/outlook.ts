/** What concerns one person on the floor at one moment. Two of these, one after the other, tell what to say. */
import type { EntryView, FloorView, TurnView } from "@/generated/messages";
import { isMine } from "@/features/room/floor/model/rights";
import { clockFace } from "@/features/room/floor/model/turnClock";

export interface TurnOutlook {
  readonly id: string;
  readonly name: string;
  readonly mine: boolean;
  /** Mine only because it is of somebody in my sub-venue. */
  readonly guest: boolean;
  readonly inWriting: boolean;
  readonly state: TurnView["state"];
  /** Stopped by the moderator, not by an absence. */
  readonly stopped: boolean;
  readonly tone: "calm" | "warning" | "over";
  readonly limit: number;
  readonly remaining: number;
  readonly missed: boolean;
}

export interface EntryOutlook {
  readonly id: string;
  /** From one. */
  readonly place: number;
  readonly moved: boolean;
  /** Whose it is, where it is of somebody in my sub-venue. */
  readonly guest?: string;
}

export interface Outlook {
  /** Of the server, epoch milliseconds. */
  readonly now: number;
  readonly mode: FloorView["mode"];
  readonly turn?: TurnOutlook;
  /** The turn that waits for the end of a question. */
  readonly interrupted?: TurnOutlook;
  /** Mine, the one that stands highest first. */
  readonly entries: readonly EntryOutlook[];
  /** How many wait. */
  readonly waiting: number;
  /** My entry that the next step calls. */
  readonly next?: { readonly id: string; readonly name: string; readonly guest: boolean };
  readonly closed: boolean;
  /** When a last call is over, epoch milliseconds. */
  readonly closesAt?: number;
  readonly gavel: "mine" | "offered" | "other";
  readonly item?: { readonly id: string; readonly title: string };
  readonly presenting: boolean;
  /** The sub-venue that I hold. */
  readonly venue?: string;
  readonly maySpeak: boolean;
}

export interface Look {
  readonly floor: FloorView;
  readonly me: string;
  readonly maySpeak: boolean;
  readonly now: number;
}

export function outlook(look: Look): Outlook {
  const { floor, me } = look;
  const next = floor.entries[floor.step?.entry ?? ""];
  const item = floor.items[floor.item ?? ""];
  return {
    now: look.now,
    mode: floor.mode,
    ...(floor.turn && { turn: turnOutlook(floor.turn, look) }),
    ...(floor.interrupted && { interrupted: turnOutlook(floor.interrupted, look) }),
    entries: mine(floor.entries, me),
    waiting: Object.keys(floor.entries).length,
    ...(next && isMine(next, me) && { next: { id: next.id, name: next.name, guest: next.participant === undefined } }),
    closed: floor.closed,
    ...(floor.closes_at !== undefined && { closesAt: Date.parse(floor.closes_at) }),
    gavel: floor.gavel.holder === me ? "mine" : floor.gavel.offered === me ? "offered" : "other",
    ...(item && { item: { id: item.id, title: item.title } }),
    presenting: Object.hasOwn(floor.presenters, me),
    ...(floor.venues[me] && { venue: floor.venues[me].title }),
    maySpeak: look.maySpeak,
  };
}

/** Milliseconds until the clock alone changes what `outlook` says; nothing if it does not. */
export function untilNextLook({ floor, now }: Look): number | undefined {
  const { turn, settings } = floor;
  if (turn?.running_since === undefined) return undefined;
  const { remaining } = clockFace(turn, settings.warning, now);
  const ahead = [remaining - settings.warning, remaining].filter((left) => left >= 0);
  return ahead.length === 0 ? undefined : Math.min(...ahead) + 1;
}

function turnOutlook(turn: TurnView, { floor, me, now }: Look): TurnOutlook {
  const { tone, remaining } = clockFace(turn, floor.settings.warning, now);
  const own = isMine(turn, me);
  return {
    id: turn.id,
    name: turn.name,
    mine: own,
    guest: own && turn.participant === undefined,
    inWriting: turn.text_turn === true,
    state: turn.state,
    stopped: turn.paused["moderator"] === true,
    tone,
    limit: turn.limit,
    remaining,
    missed: turn.missed === true,
  };
}

/** What is drawn before the server has answered has no number of its own yet. */
const CONFIRMED = /^ent_\d+$/;

function mine(entries: FloorView["entries"], me: string): EntryOutlook[] {
  const own = Object.values(entries).filter((entry) => isMine(entry, me) && CONFIRMED.test(entry.id));
  if (own.length === 0) return [];
  const ranks = Object.values(entries).map(({ rank }) => rank);
  const placed = (entry: EntryView) => 1 + ranks.filter((rank) => rank < entry.rank).length;
  return own
    .map((entry) => ({ id: entry.id, place: placed(entry), moved: entry.reason === "moved", ...(entry.participant === undefined && { guest: entry.name }) }))
    .sort((one, other) => one.place - other.place);
}
