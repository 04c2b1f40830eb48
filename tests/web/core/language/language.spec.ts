import { describe, expect, it } from "vitest";
import { chooseLanguage, inLanguage, languageOf, rememberedLanguage, rememberLanguage } from "@/core/language/language";

describe("the language of the page", () => {
  it.each([
    ["what was chosen here before wins", "en", ["zh-CN"], "en"],
    ["else the first language of the browser that we speak", null, ["de-DE", "en-GB", "zh-CN"], "en"],
    ["any Chinese is Chinese", null, ["zh-Hant-TW", "en"], "zh-CN"],
    ["without any of them it is Chinese", null, ["de-DE", "fr"], "zh-CN"],
    ["nonsense in the storage is ignored", "klingon", ["en"], "en"],
    ["a word that only begins alike is not English", null, ["enx", "zhx"], "zh-CN"],
  ] as const)("%s", (_case, remembered, browser, expected) => {
    expect(chooseLanguage(remembered, browser)).toBe(expected);
  });

  it("is remembered on this device", () => {
    const stored = new Map<string, string>();
    const storage = { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, value: string) => stored.set(key, value) };
    expect(rememberedLanguage(storage)).toBeNull();
    rememberLanguage("en", storage);
    expect(rememberedLanguage(storage)).toBe("en");
  });

  it("lasts as long as the page where storage is forbidden", () => {
    const forbidden = { getItem: (): string => { throw new Error("no"); }, setItem: () => { throw new Error("no"); } };
    rememberLanguage("en", forbidden);
    expect(rememberedLanguage(forbidden)).toBeNull();
  });
});

describe("a name in two languages", () => {
  it("is shown in the reader's, or in the one there is", () => {
    expect(inLanguage("zh-CN", "南科大", "SUSTech")).toBe("南科大");
    expect(inLanguage("en", "南科大", "SUSTech")).toBe("SUSTech");
    expect(inLanguage("en", "南科大", "")).toBe("南科大");
    expect(inLanguage("zh-CN", "", "SUSTech")).toBe("SUSTech");
  });

  it("knows the languages we speak by their tags", () => {
    expect([languageOf("en-US"), languageOf("zh"), languageOf(""), languageOf(undefined)]).toEqual(["en", "zh-CN", null, null]);
  });
});
