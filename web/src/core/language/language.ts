/** Chinese is the main language, English the second; both are always complete. */
export const LANGUAGES = ["zh-CN", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language in its own words: whoever cannot read the page can still find theirs. */
export const LANGUAGE_NAMES: Record<Language, string> = { "zh-CN": "简体中文", en: "English" };

const KEY = "roundtable.language";

/** The language of a tag a browser or the server gave, or null when we do not speak it. */
export function languageOf(tag: string | null | undefined): Language | null {
  if (/^zh\b/i.test(tag ?? "")) return "zh-CN";
  return /^en\b/i.test(tag ?? "") ? "en" : null;
}

/** What a person chose before, else the first language of their browser that we speak, else Chinese. */
export function chooseLanguage(remembered: string | null, browser: readonly string[]): Language {
  return languageOf(remembered) ?? browser.map(languageOf).find((language) => language !== null) ?? "zh-CN";
}

export function rememberedLanguage(storage: Pick<Storage, "getItem">): Language | null {
  try {
    return languageOf(storage.getItem(KEY));
  } catch {
    return null; // storage may be forbidden; then the browser's language decides each time
  }
}

export function rememberLanguage(language: Language, storage: Pick<Storage, "setItem">): void {
  try {
    storage.setItem(KEY, language);
  } catch {
    // as above: the choice lasts as long as the page
  }
}

/** Of a name that exists in both languages, the one to show; the other where one was left empty. */
export function inLanguage(language: string, zh: string, en: string): string {
  return (languageOf(language) === "en" ? en || zh : zh || en);
}
