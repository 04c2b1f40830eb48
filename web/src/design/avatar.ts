/**
 * One or two letters that stand for a name: the last two characters of a short Chinese name would be usual, but one is
 * legible at 24 px, so the family name's character; the first letter of a Latin one.
 */
export function initialOf(name: string): string {
  const text = name.trim();
  const [first] = PLAIN.exec(text) ?? Array.from(graphemes(text), ({ segment }) => segment);
  return (first ?? "?").toLocaleUpperCase();
}

/** One letter or character with nothing set upon it: most names, and no reason to load the browser's rules of writing. */
const PLAIN = /^[\p{Script=Han}A-Za-z](?![\p{M}\p{Cf}])/u;

let segmenter: Intl.Segmenter | undefined;

function graphemes(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return segmenter.segment(text);
}

/** How many hues there are; `UiAvatar` has a class for each (the content security policy allows no style attribute). */
export const HUES = 8;

/** The same hue for the same key, on every machine. */
export function hueOf(key: string): number {
  let sum = 0;
  for (const character of key) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return sum % HUES;
}
