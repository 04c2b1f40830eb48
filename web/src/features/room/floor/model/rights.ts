/**
 * Who may publish what: the same function as the server's `floor/permissions.py` met with the room's settings. The
 * server decides, and the media server enforces it; this one knows the reason, so that a button can say it.
 */
import type { FloorView, ParticipantView, RoomsView } from "@/generated/messages";
import { SOURCES, type Source } from "@/core/media/people";

/**
 * Why not. observer: listens only · screens: moderators only · floor, round, stage: the mode · waiting: the turn comes ·
 * interrupted: a question is being asked, the floor comes back · in_writing: the turn is one in writing
 */
export type Denial = "observer" | "screens" | "floor" | "round" | "stage" | "waiting" | "interrupted" | "in_writing";

export interface RightsFacts {
  readonly me: Pick<ParticipantView, "id" | "role" | "club">;
  readonly screens: RoomsView["settings"]["screen_share"];
  /** Absent where nothing runs the floor: then everybody may speak. */
  readonly floor: Pick<FloorView, "mode" | "turn" | "interrupted" | "entries" | "presenters" | "items" | "item"> | undefined;
}

/** Absent: allowed. */
export type Denials = Readonly<Partial<Record<Source, Denial>>>;

type Owned = { readonly participant?: string; readonly venue?: string };

/** Whether it is the person's own, or of somebody in their sub-venue: in both cases it is their microphone. */
export function isMine(owned: Owned, me: string): boolean {
  return (owned.participant ?? owned.venue) === me;
}

/** Answers `before` itself if it still holds: the floor changes often, rights seldom. */
export function denials(facts: RightsFacts, before?: Denials): Denials {
  const told: Partial<Record<Source, Denial>> = {};
  for (const source of SOURCES) {
    const denial = denialOf(source, facts);
    if (denial !== undefined) told[source] = denial;
  }
  return before !== undefined && SOURCES.every((source) => before[source] === told[source]) ? before : told;
}

export function denialOf(source: Source, { me, screens, floor }: RightsFacts): Denial | undefined {
  if (me.role === "observer") return "observer";
  const moderates = me.role === "host" || me.role === "moderator";
  if (source === "screen" && screens === "moderators" && !moderates) return "screens";
  if (moderates || floor === undefined || floor.mode === "open") return undefined;
  if (source === "camera" && floor.mode !== "stage") return undefined;
  return mayByMode(floor, me) ? undefined : reason(floor, me.id);
}

type Floor = NonNullable<RightsFacts["floor"]>;

function mayByMode(floor: Floor, me: RightsFacts["me"]): boolean {
  if (floor.turn !== undefined && !floor.turn.text_turn && isMine(floor.turn, me.id)) return true;
  if (floor.mode === "stage") return Object.hasOwn(floor.presenters, me.id);
  return floor.mode === "round" && me.club !== undefined && Object.hasOwn(floor.items[floor.item ?? ""]?.clubs ?? {}, me.club.id);
}

function reason(floor: Floor, me: string): Denial {
  if (floor.turn !== undefined && isMine(floor.turn, me)) return "in_writing";
  if (floor.interrupted !== undefined && isMine(floor.interrupted, me)) return "interrupted";
  if (Object.values(floor.entries).some((entry) => isMine(entry, me))) return "waiting";
  return floor.mode === "moderated" ? "floor" : (floor.mode as "round" | "stage");
}
