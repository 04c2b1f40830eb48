import { describe, expect, it } from "vitest";
import { REFUSAL_CODES } from "@/generated/messages";
import en from "@/locales/en/index";
import type { Messages } from "@/locales/messages";
import zh from "@/locales/zh-CN/index";

const files = import.meta.glob<string>("../../../web/src/**/*.{vue,ts}", { query: "?raw", import: "default", eager: true });

/** Words that are the same in both languages, or have no Chinese. */
const UNTRANSLATED = new Set(["people.account.last_seen"]);

/** Keys that are put together from a code of the server. */
const BY_CODE = /^(errors|shell\.sheet\.errors)\./;

function flat(messages: Messages, path = ""): Map<string, string> {
  return new Map(Object.entries(messages).flatMap(([key, value]) =>
    (typeof value === "string" ? [[path + key, value] as const] : [...flat(value, `${path}${key}.`)])));
}

const chinese = flat(zh);
const english = flat(en);

const sources = Object.entries(files).filter(([name]) => !name.includes("/generated/")).map(([name, text]) => ({ name, text }));
const everything = sources.map(({ text }) => text).join("\n");

/** Beginnings of keys that are finished at run time: t(`room.role.${role}`). */
const beginnings = [...everything.matchAll(/\bt\(\s*`([a-z_]+\.[\w.]*)\$\{/g)].map(([, beginning]) => beginning ?? "");
const placeholders = (sentence: string): string[] => [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort();
const keys = [...new Set([...chinese.keys(), ...english.keys()])];

describe("the words of the interface", () => {
  it("exist in both languages", () => {
    expect([...english.keys()].filter((key) => !chinese.has(key))).toEqual([]);
    expect([...chinese.keys()].filter((key) => !english.has(key))).toEqual([]);
  });

  it("are there wherever a component asks for them", () => {
    const asked = sources.flatMap(({ name, text }) =>
      [...text.matchAll(/(?:\bt\(|\bte\(|keypath=|title: |text: )\s*["'`]([a-z_]+(?:\.\w+)+)["'`]/g)]
        .map(([, key]) => ({ name, key: key ?? "" })));
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter(({ key }) => !english.has(key))).toEqual([]);
  });

  it("are all used", () => {
    const used = (key: string): boolean =>
      BY_CODE.test(key) || new RegExp(`["'\`]${key.replaceAll(".", "\\.")}["'\`]`).test(everything)
      || beginnings.some((beginning) => key.startsWith(beginning));
    expect(keys.filter((key) => !used(key))).toEqual([]);
  });

  it("are translated: Chinese in Chinese, English in English", () => {
    const plain = (sentence = ""): string => sentence.replaceAll(/\{\w+\}/g, "");
    expect([...chinese].filter(([key, text]) => /[a-z]{2}/i.test(plain(text)) && !/\p{Script=Han}/u.test(text) && !UNTRANSLATED.has(key))).toEqual([]);
    expect([...english].filter(([key, text]) => /\p{Script=Han}/u.test(text) && !UNTRANSLATED.has(key))).toEqual([]);
    expect(keys.filter((key) => /[\p{L}]{2}/u.test(plain(english.get(key))) && chinese.get(key) === english.get(key) && !UNTRANSLATED.has(key))).toEqual([]);
  });

  it("have the same values to fill in", () => {
    const differ = keys.filter((key) => {
      const optional = (english.get(key) ?? "").includes(" | "); // "a second" needs no number
      const [one, other] = [placeholders(chinese.get(key) ?? ""), placeholders(english.get(key) ?? "")];
      return optional ? other.some((name) => !one.includes(name)) : one.join() !== other.join();
    });
    expect(differ).toEqual([]);
  });

  it("say every refusal of the server", () => {
    expect(REFUSAL_CODES.filter((code) => !english.has(`errors.${code}`))).toEqual([]);
  });
});
