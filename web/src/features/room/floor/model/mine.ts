/** What my button is now, and what I may ask for. */
import type { FloorView, Kind, ParticipantView } from "@/generated/messages";
import { KINDS } from "@/shell/floor/floorSettings";
import { isMine } from "./rights";

/**
 * observer: listens only · idle · waiting: in the queue · next · unmute: my turn, and nobody hears me · speaking: my
 * turn · interrupted: a question is being asked, the floor comes back
 */
export type Stand = "observer" | "idle" | "waiting" | "next" | "unmute" | "speaking" | "interrupted";

type Me = Pick<ParticipantView, "id" | "role">;
type Standing = Pick<FloorView, "turn" | "interrupted" | "entries" | "step">;

/** The first of these that is true. `heard`: my microphone is on. */
export function standOf({ turn, interrupted, entries, step }: Standing, me: Me, heard: boolean): Stand {
  if (turn !== undefined && isMine(turn, me.id)) return heard || turn.text_turn ? "speaking" : "unmute";
  if (me.role === "observer") return "observer";
  if (interrupted !== undefined && isMine(interrupted, me.id)) return "interrupted";
  const next = entries[step?.entry ?? ""];
  if (next !== undefined && isMine(next, me.id)) return "next";
  return Object.values(entries).some((entry) => isMine(entry, me.id)) ? "waiting" : "idle";
}

/** Why a kind cannot be asked for now. waiting: I have as many of it as I may */
export type NotNow = "closed" | "no_topic" | "waiting";

export interface Askable {
  readonly kind: Kind;
  /** Absent: it can. */
  readonly why?: NotNow;
}

type List = Pick<FloorView, "closed" | "closes_at" | "topic" | "entries" | "settings">;

/** The four kinds, the everyday first. A point of order is always accepted. */
export function askable(view: List, me: string, now: number): Askable[] {
  const closed = view.closed || (view.closes_at !== undefined && Date.parse(view.closes_at) <= now);
  const mine = Object.values(view.entries).filter(({ participant }) => participant === me);
  return KINDS.toReversed().map((kind) => {
    const why = reason(kind);
    return { kind, ...(why !== undefined && { why }) };
  });

  function reason(kind: Kind): NotNow | undefined {
    if (mine.filter((entry) => entry.kind === kind).length >= view.settings.entries_per_kind) return "waiting";
    if (closed && kind !== "point_of_order") return "closed";
    return kind === "reply" && view.topic === undefined ? "no_topic" : undefined;
  }
}
