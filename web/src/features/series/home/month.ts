import { plusDays, weekdayNumber } from "@/shell/days";

/** The days of a month's sheet, Monday first: whole weeks, with the ends of the months around it. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const monday = plusDays(first, -weekdayNumber(first));
  const weeks: string[][] = [];
  for (let day = monday; weeks.length === 0 || day.startsWith(month); day = plusDays(day, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, ahead) => plusDays(day, ahead)));
  }
  return weeks;
}

/** A month as `2026-11`, some months on. */
export function plusMonths(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

const DAY_MS = 86_400_000;

/** Moments around a sheet, a day wider at both ends so that no zone falls out, as the server takes them. */
export function sheetRange(weeks: readonly (readonly string[])[]): { begin: string; end: Date } {
  const first = new Date(`${weeks[0]?.[0] ?? ""}T00:00:00Z`).getTime() - DAY_MS;
  const last = new Date(`${weeks.at(-1)?.at(-1) ?? ""}T00:00:00Z`).getTime() + 2 * DAY_MS;
  return { begin: `${new Date(first).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`, end: new Date(last) };
}
