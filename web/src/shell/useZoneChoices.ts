import { computed, type ComputedRef } from "vue";
import { useI18n } from "vue-i18n";
import { useClubs } from "@/shell/clubs";
import { useTimes } from "@/shell/useTimes";
import { zoneChoices } from "@/shell/zones";

/** First the places where there are campuses, the chosen one and the reader's own; the rest of the world below. */
export function useZoneChoices(chosen: () => string): ComputedRef<{ value: string; text: string; group: string }[]> {
  const { t, locale } = useI18n();
  const times = useTimes();
  const { campuses } = useClubs();
  const known = zoneChoices();
  return computed(() => {
    const near = new Map([...campuses.value.map(({ zone }) => zone), chosen(), times.here].map((zone) => [zone, times.place(zone)]));
    const order = new Intl.Collator(locale.value);
    const first = [...near].map(([value, text]) => ({ value, text, group: t("shell.zones_near") }))
      .sort((one, other) => order.compare(one.text, other.text));
    return [...first, ...known.filter(({ value }) => !near.has(value))];
  });
}
