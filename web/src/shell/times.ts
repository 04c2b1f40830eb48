/** Moments on the walls of places. The browser knows the zones; nothing here reckons with offsets. */

const ASKED_AGAIN_MS = 60_000;
let here = { zone: "", asked: -Infinity };

/** The reader's own zone: remembered for a minute, for each line of a page asks, and people seldom travel faster. */
export function hereZone(): string {
  if (Math.abs(Date.now() - here.asked) > ASKED_AGAIN_MS) {
    here = { zone: new Intl.DateTimeFormat().resolvedOptions().timeZone, asked: Date.now() };
  }
  return here.zone;
}

const made = new Map<string, Intl.DateTimeFormat>();

function formatter(language: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, zone, options]);
  const known = made.get(key) ?? new Intl.DateTimeFormat(language, { ...options, timeZone: zone });
  made.set(key, known);
  return known;
}

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const DAY = { weekday: "short", month: "short", day: "numeric" } as const;

/** What a wall in a zone shows, as `2026-10-15T20:00`. */
export function wallOf(moment: Date, zone: string): string {
  const parts = formatter("en", zone, { year: "numeric", month: "2-digit", day: "2-digit", ...CLOCK }).formatToParts(moment);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

export const dayIn = (moment: Date, zone: string): string => wallOf(moment, zone).slice(0, 10);

/** A wall clock such as `2026-10-15T20:00:00` as a moment that shows the same in UTC: for formatting only. */
export const wallAsUtc = (wall: string): Date => new Date(`${wall.slice(0, 16)}:00Z`);

export const clockText = (language: string, moment: Date, zone: string): string => formatter(language, zone, CLOCK).format(moment);
export const dayText = (language: string, moment: Date, zone: string): string => formatter(language, zone, DAY).format(moment);
export const longDayText = (language: string, moment: Date, zone: string): string =>
  formatter(language, zone, { weekday: "long", year: "numeric", month: "long", day: "numeric" }).format(moment);
export const plainDayText = (language: string, moment: Date, zone: string): string =>
  formatter(language, zone, { month: "long", day: "numeric" }).format(moment);
export const fullDateText = (language: string, moment: Date, zone: string): string =>
  formatter(language, zone, { year: "numeric", month: "short", day: "numeric" }).format(moment);
export const monthText = (language: string, moment: Date): string =>
  formatter(language, "UTC", { year: "numeric", month: "long" }).format(moment);
export const weekdayText = (language: string, number: number, width: "narrow" | "short" | "long"): string =>
  formatter(language, "UTC", { weekday: width }).format(new Date(Date.UTC(2024, 0, 1 + number)));

/** From when to when on a wall; an end on another day says so. */
export function spanText(language: string, start: Date, end: Date, zone: string): string {
  const [from, to] = [clockText(language, start, zone), clockText(language, end, zone)];
  return dayIn(start, zone) === dayIn(end, zone) ? `${from}–${to}` : `${from} – ${dayText(language, end, zone)} ${to}`;
}

/** How a zone that no campus has is called: by the city in its name. */
export const cityOf = (zone: string): string => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

const EARLIEST = "08:00";
const LATEST = "22:00";

/** Whether a session begins before 08:00 or ends after 22:00 there; the server reckons the same. */
export function isBadHour(start: Date, end: Date, zone: string): boolean {
  const [from, to] = [wallOf(start, zone), wallOf(end, zone)];
  return from.slice(11) < EARLIEST || from.slice(0, 10) < to.slice(0, 10) || to.slice(11) > LATEST;
}
