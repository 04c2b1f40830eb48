export type PartOfDay = "night" | "morning" | "noon" | "afternoon" | "evening";

/** The first hour of each part, as Chinese greets: 早上好, 中午好, 下午好, 晚上好; who sits here at night is told so. */
const STARTS: readonly (readonly [number, PartOfDay])[] = [
  [0, "night"], [5, "morning"], [11, "noon"], [13, "afternoon"], [18, "evening"], [23, "night"],
];

/** Which part of the reader's own day it is. */
export function partOfDay(now: Date): PartOfDay {
  const hour = now.getHours();
  return STARTS.findLast(([start]) => hour >= start)?.[1] ?? "night";
}
