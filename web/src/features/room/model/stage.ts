/** Who is large: who has the floor; without a floor a shared screen, else whoever speaks, else whoever spoke last. */
import type { People } from "@/core/media/people";

export interface OnStage {
  readonly person: string;
  readonly shows: "screen" | "person";
}

/** A cough must not take the stage, nor a breath lose it. */
export const STAGE_HOLD_MS = 1800;

export interface StageMemory {
  readonly shown?: OnStage;
  /** When the person shown was last heard; epoch milliseconds. */
  readonly heard: number;
}

export const EMPTY_STAGE: StageMemory = { heard: 0 };

/**
 * The next picture of the stage. `present` are the people in the room in order of arrival, without oneself unless one
 * is alone: nobody wants to look at themselves when there is somebody else.
 */
export function nextStage(memory: StageMemory, media: People, present: readonly string[], now: number): StageMemory {
  const sharer = sharerOf(memory, media, present);
  if (sharer !== undefined) return settle(memory, { person: sharer, shows: "screen" }, now);

  const speaking = present.filter((id) => media[id]?.speaking);
  const holder = present.find((id) => id === memory.shown?.person);
  if (holder !== undefined && speaking.includes(holder)) return settle(memory, { person: holder, shows: "person" }, now);
  const held = holder !== undefined && now - memory.heard < STAGE_HOLD_MS;
  const next = (held ? undefined : speaking[0]) ?? holder ?? speaking[0] ?? present[0];
  if (next === undefined) return EMPTY_STAGE;
  const heard = speaking.includes(next) ? now : memory.heard;
  return settle(memory, { person: next, shows: "person" }, heard);
}

/**
 * The picture while somebody has the floor: their screen, else a screen that somebody else shows, else themselves.
 * `holder` is the participant seen and heard for the turn; empty for a name without a place at the table.
 */
export function heldStage(memory: StageMemory, media: People, present: readonly string[], holder: string): StageMemory {
  const own = present.includes(holder) && media[holder]?.screen !== undefined ? holder : undefined;
  const sharer = own ?? sharerOf(memory, media, present);
  if (sharer !== undefined) return settle(memory, { person: sharer, shows: "screen" }, memory.heard);
  return settle(memory, { person: holder, shows: "person" }, memory.heard);
}

/** Who shows a screen: the one already shown, else the newest. */
function sharerOf(memory: StageMemory, media: People, present: readonly string[]): string | undefined {
  const sharing = present.filter((id) => media[id]?.screen !== undefined);
  return sharing.find((id) => memory.shown?.shows === "screen" && memory.shown.person === id) ?? sharing.at(-1);
}

function settle(memory: StageMemory, shown: OnStage, heard: number): StageMemory {
  const same = memory.shown?.person === shown.person && memory.shown.shows === shown.shows;
  return { shown: same ? memory.shown : shown, heard };
}
