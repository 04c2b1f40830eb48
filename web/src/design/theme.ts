import { readonly, shallowRef } from "vue";

/** `system` follows the device, by day and by night. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "roundtable.theme"; // also read by public/before-paint.js

const chosen = shallowRef<Theme>(rememberedTheme());

/** The theme chosen on this device. */
export const theme = readonly(chosen);

export function chooseTheme(next: Theme): void {
  chosen.value = next;
  if (next === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // storage may be forbidden; the choice lasts as long as the page
  }
}

function rememberedTheme(): Theme {
  try {
    return THEMES.find((name) => name === localStorage.getItem(KEY)) ?? "system";
  } catch {
    return "system";
  }
}
