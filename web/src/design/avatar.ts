/**
 * One or two letters that stand for a name: the last two characters of a short Chinese name would be usual, but one is
 * legible at 24 px, so the family name's character; the first letter of a Latin one.
 */
export function initialOf(name: string): string {
  const [first] = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(name.trim());
  return (first?.segment ?? "?").toLocaleUpperCase();
}

/** How many hues there are; `UiAvatar` has a class for each (the content security policy allows no style attribute). */
export const HUES = 8;

/** The same hue for the same key, on every machine. */
export function hueOf(key: string): number {
  let sum = 0;
  for (const character of key) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return sum % HUES;
}
