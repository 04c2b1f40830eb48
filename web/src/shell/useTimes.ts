import { computed } from "vue";
import { useI18n } from "vue-i18n";
import { inLanguage } from "@/core/language/language";
import * as times from "@/shell/times";
import { useClubs } from "@/shell/clubs";
import { weekdayNumber } from "@/shell/days";

/** Times in the reader's language, and zones by the cities of their campuses. */
export function useTimes() {
  const { locale } = useI18n();
  const { campuses } = useClubs();
  const here = times.hereZone();
  const cities = computed(() => Map.groupBy(campuses.value, (campus) => campus.zone));

  /** The cities of the campuses in a zone; without one, the zone's own city. */
  function place(zone: string): string {
    const names = new Set((cities.value.get(zone) ?? []).map((one) => inLanguage(locale.value, one.city_zh, one.city_en)));
    return [...names].join(" · ") || times.cityOf(zone);
  }

  return {
    here,
    place,
    day: (moment: string, zone = here) => times.dayText(locale.value, new Date(moment), zone),
    longDay: (moment: string, zone = here) => times.longDayText(locale.value, new Date(moment), zone),
    clock: (moment: string, zone = here) => times.clockText(locale.value, new Date(moment), zone),
    span: (start: string, end: string, zone = here) => times.spanText(locale.value, new Date(start), new Date(end), zone),
    /** Of a wall clock as the server writes it. */
    wallDay: (wall: string) => times.dayText(locale.value, times.wallAsUtc(wall), "UTC"),
    wallClock: (wall: string) => times.clockText(locale.value, times.wallAsUtc(wall), "UTC"),
    wallDate: (wall: string) => times.plainDayText(locale.value, times.wallAsUtc(wall), "UTC"),
    wallFullDate: (wall: string) => times.fullDateText(locale.value, times.wallAsUtc(wall), "UTC"),
    weekday: (number: number, width: "narrow" | "short" | "long") => times.weekdayText(locale.value, number, width),
    month: (moment: Date) => times.monthText(locale.value, moment),
    /** Of a moment, where the reader is. */
    weekdayHere: (moment: string) => times.weekdayText(locale.value, weekdayNumber(times.dayIn(new Date(moment), here)), "long"),
    weekdayShort: (wall: string) => times.weekdayText(locale.value, (times.wallAsUtc(wall).getUTCDay() + 6) % 7, "short"),
  };
}
