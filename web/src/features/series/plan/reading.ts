import type { CampusPreview, Preview } from "@/features/series/api";
import { isBadHour } from "@/shell/times";

/** A place where several campuses may be: they see the same hours. */
export interface Place {
  readonly zone: string;
  readonly campuses: readonly CampusPreview[];
  /** For how many of the dates the hour is bad. */
  readonly badHours: number;
  readonly shifts: readonly Shift[];
}

export interface Shift {
  readonly key: string;
  readonly on: string;
  readonly sees: string;
  readonly insteadOf: string;
  readonly earlier: boolean;
}

/** What a preview shows of one date. */
export interface DateRow {
  readonly key: string;
  readonly cells: readonly { readonly zone: string; readonly start: string; readonly bad: boolean; readonly shift: Shift | null }[];
}

const HALF_DAY_MINUTES = 720;

/** The campuses of a preview by zone, in its order. */
export function placesOf(preview: Preview): Place[] {
  return [...Map.groupBy(preview.campuses, (campus) => campus.zone)].map(([zone, campuses]) => ({
    zone,
    campuses,
    badHours: campuses[0]?.bad_hours ?? 0,
    shifts: (campuses[0]?.shifts ?? []).map(({ key, on, sees, instead_of }) =>
      ({ key, on, sees: sees.slice(0, 5), insteadOf: instead_of.slice(0, 5), earlier: isEarlier(sees, instead_of) })),
  }));
}

/** Whether a clock went back; over midnight the shorter way counts. */
function isEarlier(sees: string, insteadOf: string): boolean {
  const by = (minutesOf(sees) - minutesOf(insteadOf) + 2 * HALF_DAY_MINUTES) % (2 * HALF_DAY_MINUTES);
  return by > HALF_DAY_MINUTES;
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** The next dates, each as every place sees it. */
export function rowsOf(preview: Preview, places: readonly Place[]): DateRow[] {
  return preview.next.map(({ key }) => ({
    key,
    cells: places.flatMap(({ zone, campuses, shifts }) => {
      const time = campuses[0]?.times.find((one) => one.key === key);
      return time ? [{ zone, start: time.start, bad: time.bad_hour, shift: shifts.find((one) => one.key === key) ?? null }] : [];
    }),
  }));
}

const MINUTE_MS = 60_000;
const MOST_OFFERED = 3;

export interface BetterHour {
  readonly time: string;
  /** For how many campuses it is at a bad hour at least once. */
  readonly campuses: number;
}

/** Full hours of the first anchor at which fewer campuses meet at a bad hour than now; the best first. */
export function betterHours(preview: Preview, time: string): BetterHour[] {
  const places = placesOf(preview);
  const now = campusesOut(preview, places, 0);
  const found = Array.from({ length: 24 }, (_, hour) => {
    const clock = `${String(hour).padStart(2, "0")}:00`;
    return { time: clock, campuses: campusesOut(preview, places, minutesOf(clock) - minutesOf(time)) };
  });
  const far = (one: BetterHour): number => Math.abs(minutesOf(one.time) - minutesOf(time));
  return found.filter((one) => one.campuses < now)
    .toSorted((one, other) => one.campuses - other.campuses || far(one) - far(other)).slice(0, MOST_OFFERED);
}

function campusesOut(preview: Preview, places: readonly Place[], byMinutes: number): number {
  const by = (moment: string): Date => new Date(Date.parse(moment) + byMinutes * MINUTE_MS);
  return places.filter(({ zone }) => preview.next.some((one) => isBadHour(by(one.start), by(one.end), zone)))
    .reduce((sum, place) => sum + place.campuses.length, 0);
}
