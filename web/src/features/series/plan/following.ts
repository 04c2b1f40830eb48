import type { Session } from "@/features/series/api";
import type { Schedule } from "@/features/series/plan/schedule";

/** The schedule of "this and following" before anything is changed: as it was, from the date on. */
export function continuing(schedule: Schedule, from: Pick<Session, "zone" | "planned">, left: number): Schedule {
  const day = from.planned.slice(0, 10);
  const place = schedule.anchors.findIndex((one) => one.zone === from.zone && one.time.slice(0, 5) === from.planned.slice(11, 16));
  const turn = Math.max(place, 0);
  const { rule } = schedule;
  return {
    ...schedule,
    starts_on: day,
    anchors: [...schedule.anchors.slice(turn), ...schedule.anchors.slice(0, turn)],
    rule: rule ? { ...rule, ...(rule.count ? { count: left } : {}) } : null,
    extra: (schedule.extra ?? []).filter((one) => one.slice(0, 10) >= day),
  };
}

/** How many dates of the rule are left from one on; extra dates are not of the rule. */
export function datesLeft(schedule: Schedule, keys: readonly string[], from: string): number {
  const extra = new Set((schedule.extra ?? []).map((one) => one.slice(0, 16).replaceAll(/[-:]/g, "")));
  return keys.filter((key) => key >= from && !extra.has(key)).length;
}

/** The key of a date as a wall clock: `20261015T2000` is 2026-10-15T20:00. */
export const wallOfKey = (key: string): string =>
  `${key.slice(0, 4)}-${key.slice(4, 6)}-${key.slice(6, 8)}T${key.slice(9, 11)}:${key.slice(11, 13)}`;
