/** How a floor is run, as forms know it: mode, order and clock, time in seconds. */
import type { FloorMode, Kind, Policy } from "@/generated/messages";

export interface FloorSettings {
  readonly mode: FloorMode;
  readonly policy: Policy;
  /** How often an entry may be overtaken by later arrivals. */
  readonly bound: number;
  readonly limits: Readonly<Record<Kind, number>>;
  readonly warning: number;
  readonly hard_stop: boolean;
  readonly call_grace: number;
  readonly absence_grace: number;
  readonly entries_per_kind: number;
}

export const MODES: readonly FloorMode[] = ["moderated", "open", "round", "stage"];

/** The most urgent first, as in the queue. */
export const KINDS: readonly Kind[] = ["point_of_order", "clarifying_question", "reply", "topic"];

type Number = "bound" | "warning" | "call_grace" | "absence_grace" | "entries_per_kind";

/** What the server takes. */
export const RANGES: Readonly<Record<Number | "limit", readonly [least: number, most: number]>> = {
  limit: [10, 3600],
  bound: [0, 50],
  warning: [0, 600],
  call_grace: [0, 600],
  absence_grace: [0, 600],
  entries_per_kind: [1, 5],
};

/** A whole number within its range, or nothing. */
export function within(typed: string, [least, most]: readonly [number, number]): number | undefined {
  const number = Number(typed.trim());
  return typed.trim() !== "" && Number.isInteger(number) && number >= least && number <= most ? number : undefined;
}
