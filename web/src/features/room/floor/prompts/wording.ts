import { useI18n } from "vue-i18n";
import type { Cue } from "./cues";

export interface Wording {
  say: (cue: Cue) => string;
  time: (milliseconds: number) => string;
}

/** Cues as sentences. Times are words, because `1:30` is read out as "one thirty". */
export function useWording(): Wording {
  const { t, locale } = useI18n();

  function time(milliseconds: number): string {
    const seconds = Math.max(0, Math.round(milliseconds / 1000));
    const parts = [["minute", Math.floor(seconds / 60)], ["second", seconds % 60]] as const;
    const told = parts.filter(([unit, count]) => count > 0 || (unit === "second" && seconds === 0));
    const words = told.map(([unit, count]) => new Intl.NumberFormat(locale.value, { style: "unit", unit, unitDisplay: "long" }).format(count));
    return new Intl.ListFormat(locale.value, { type: "unit", style: "short" }).format(words);
  }

  function say({ what, name, milliseconds, place }: Cue): string {
    return t(`floor.say.${what}`, {
      ...(name !== undefined && { name }),
      ...(milliseconds !== undefined && { time: time(milliseconds) }),
      ...(place !== undefined && { place }),
    });
  }
  return { say, time };
}
