import { nextTick } from "vue";
import { createI18n } from "vue-i18n";
import type { Messages } from "@/locales/messages";
import { chooseLanguage, rememberedLanguage, rememberLanguage, type Language } from "@/core/language/language";

/** One chunk a language, fetched when it is first spoken. */
const loaders: Record<Language, () => Promise<{ default: Messages }>> = {
  "zh-CN": () => import("@/locales/zh-CN/index"),
  en: () => import("@/locales/en/index"),
};

const numberFormats = {
  plain: { useGrouping: true },
} as const;

const datetimeFormats = {
  day: { month: "long", day: "numeric", weekday: "long" },
  moment: { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false },
  clock: { hour: "2-digit", minute: "2-digit", hour12: false },
  second: { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false },
} as const;

const none: Record<string, Messages> = {};

export const i18n = createI18n({
  legacy: false,
  locale: "zh-CN",
  fallbackLocale: false,
  messages: none,
  datetimeFormats: { "zh-CN": datetimeFormats, en: datetimeFormats },
  numberFormats: { "zh-CN": numberFormats, en: numberFormats },
});

/** The language spoken now. */
export function language(): Language {
  return i18n.global.locale.value as Language;
}

/** Speaks a language from now on: messages, `lang` of the document and, when a person chose it, the memory of it. */
export async function speak(chosen: Language, remember = false): Promise<void> {
  if (!i18n.global.availableLocales.includes(chosen)) {
    i18n.global.setLocaleMessage(chosen, (await loaders[chosen]()).default);
  }
  i18n.global.locale.value = chosen;
  document.documentElement.lang = chosen;
  if (remember) rememberLanguage(chosen, localStorage);
  await nextTick();
}

/** Begins with the language this person is likely to want. */
export function speakFirst(): Promise<void> {
  return speak(chooseLanguage(rememberedLanguage(localStorage), navigator.languages));
}
