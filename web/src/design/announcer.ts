import { readonly, shallowReactive } from "vue";

/** What the page's live regions say. `UiAnnouncer` draws them, once. */
const said = shallowReactive({ polite: "", assertive: "" });

/** Long enough to be read out; then it goes, so that nobody meets old news when reading the page. */
const LASTS_MS = 7_000;
const clearing: Record<string, ReturnType<typeof setTimeout>> = {};

export const announcements = readonly(said);

/**
 * Says a sentence to screen readers. The same sentence twice is said twice: a trailing no-break space makes it new.
 * Assertive interrupts; it is for what a person must know now (removed, turn begins, connection lost).
 */
export function announce(sentence: string, urgency: "polite" | "assertive" = "polite"): void {
  said[urgency] = said[urgency] === sentence ? `${sentence}\u00A0` : sentence;
  clearTimeout(clearing[urgency]);
  clearing[urgency] = setTimeout(() => {
    said[urgency] = "";
  }, LASTS_MS);
}
