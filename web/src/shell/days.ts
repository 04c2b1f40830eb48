export type Weekday = "MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU";
export const WEEKDAYS: readonly Weekday[] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** Which of a month's weekdays; -1 is the last. */
export type Nth = 1 | 2 | 3 | 4 | -1;

/** Days as `2026-10-15`. Reckoned in UTC, where every day has 24 hours, so that no zone can move them. */
const DAY_MS = 86_400_000;

const at = (day: string): Date => new Date(`${day}T00:00:00Z`);

export const isDay = (day: string): boolean => /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(at(day).getTime());
export const plusDays = (day: string, days: number): string => new Date(at(day).getTime() + days * DAY_MS).toISOString().slice(0, 10);

/** Monday is 0. */
export const weekdayNumber = (day: string): number => (at(day).getUTCDay() + 6) % 7;
export const weekdayOf = (day: string): Weekday => WEEKDAYS[weekdayNumber(day)] ?? "MO";
export const dayOfMonth = (day: string): number => at(day).getUTCDate();

/** The first day from `day` on that is one of the weekdays. */
export function nextOn(day: string, weekdays: readonly Weekday[]): string {
  for (let ahead = 0; ahead < 7; ahead += 1) {
    const found = plusDays(day, ahead);
    if (weekdays.includes(weekdayOf(found))) return found;
  }
  return day;
}

export const isLastOfMonth = (day: string): boolean => dayOfMonth(plusDays(day, 1)) === 1;
export const isLastWeekdayOfMonth = (day: string): boolean => dayOfMonth(plusDays(day, 7)) <= 7;

/** Which of its month's weekdays a day is, counted from the front; null for a fifth. */
export function nthOf(day: string): Exclude<Nth, -1> | null {
  const nth = Math.ceil(dayOfMonth(day) / 7);
  return nth === 1 || nth === 2 || nth === 3 || nth === 4 ? nth : null;
}
