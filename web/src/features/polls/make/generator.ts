import { isDay, plusDays, weekdayOf, type Weekday } from "@/shell/days";

/** "These weekdays, at these hours, in this range": numbers and clocks are texts, as fields have them. */
export interface Range {
  readonly from: string;
  readonly until: string;
  readonly weekdays: readonly Weekday[];
  /** The first and the last hour at which an option may begin. */
  readonly earliest: string;
  readonly latest: string;
  /** Minutes between two options of a day. */
  readonly step: string;
}

const DAY_MINUTES = 1440;
/** Further nobody asks, and no list of days is endless. */
const MOST_DAYS = 366;

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const isClock = (text: string): boolean => /^\d\d:\d\d$/.test(text);

/** The wall clocks of a range in order, as `2026-11-25T20:00`; none while the form is unfinished. */
export function wallsIn(range: Range): string[] {
  const step = Number(range.step);
  if (!isDay(range.from) || !isDay(range.until) || !isClock(range.earliest) || !isClock(range.latest) || !(step >= 5)) return [];
  const clocks: string[] = [];
  for (let at = minutesOf(range.earliest); at <= minutesOf(range.latest) && at < DAY_MINUTES; at += step) clocks.push(clockOf(at));
  const days: string[] = [];
  for (let ahead = 0; ahead < MOST_DAYS && plusDays(range.from, ahead) <= range.until; ahead += 1) {
    const day = plusDays(range.from, ahead);
    if (range.weekdays.includes(weekdayOf(day))) days.push(day);
  }
  return days.flatMap((day) => clocks.map((clock) => `${day}T${clock}`));
}

/** Both lists as one: in order, each wall clock once. */
export const merged = (one: readonly string[], other: readonly string[]): string[] => [...new Set([...one, ...other])].sort();
