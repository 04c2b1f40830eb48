import { onScopeDispose, readonly, ref, type Ref } from "vue";
import { shortcutOf, takesText, type Shortcut } from "@/features/room/model/shortcuts";

const KEY = "roundtable.single_keys";
const enabled = ref(remembered());

/** Single keys get in the way of speech input, so they can be switched off (WCAG 2.1.4). */
export const singleKeys = readonly(enabled);

export function chooseSingleKeys(on: boolean): void {
  enabled.value = on;
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    // storage may be forbidden; the choice lasts as long as the page
  }
}

export function useShortcuts(moderator: Readonly<Ref<boolean>>, acts: Record<Shortcut, () => unknown>): void {
  function pressed(event: KeyboardEvent): void {
    if (!enabled.value || takesText(event.target) || document.querySelector("[role=dialog], [role=alertdialog], [role=menu]")) return;
    const shortcut = shortcutOf(event, moderator.value);
    if (shortcut === undefined) return;
    event.preventDefault();
    acts[shortcut]();
  }
  addEventListener("keydown", pressed);
  onScopeDispose(() => removeEventListener("keydown", pressed));
}

function remembered(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}
