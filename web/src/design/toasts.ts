import { readonly, shallowRef } from "vue";
import { announce } from "@/design/announcer";

export type Tone = "good" | "plain" | "bad";

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: Tone;
}

/** Long enough to be read twice; bad news stays until it is closed. */
const READING_MS = 6_000;

/** More than this at once is noise: the oldest goes. */
const MOST = 4;

const shown = shallowRef<readonly Toast[]>([]);
let last = 0;

export const toasts = readonly(shown);

/** Shows a sentence at the edge of the page and says it to screen readers. */
export function toast(text: string, tone: Tone = "plain"): void {
  last += 1;
  const id = last;
  shown.value = [...shown.value.filter((other) => other.text !== text), { id, text, tone }].slice(-MOST);
  announce(text, tone === "bad" ? "assertive" : "polite");
  if (tone !== "bad") setTimeout(() => dismiss(id), READING_MS);
}

export function dismiss(id: number): void {
  shown.value = shown.value.filter((other) => other.id !== id);
}
