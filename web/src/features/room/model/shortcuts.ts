/** Keys of the room. They do nothing while somebody types, and never replace a visible button. */

export type Shortcut =
  | "microphone" | "camera" | "screen" | "chat" | "queue" | "ask" | "items" | "statistics" | "people" | "next" | "extend" | "pause" | "last_call" | "settings" | "admit"
  | "help" | "leave";

export interface Key {
  readonly shortcut: Shortcut;
  /** What `KeyboardEvent.key` says, in lower case. */
  readonly key: string;
  readonly moderators?: true;
}

export const KEYS: readonly Key[] = [
  { shortcut: "microphone", key: "m" },
  { shortcut: "camera", key: "v" },
  { shortcut: "screen", key: "s" },
  { shortcut: "ask", key: "h" },
  { shortcut: "queue", key: "q" },
  { shortcut: "chat", key: "c" },
  { shortcut: "items", key: "i" },
  { shortcut: "statistics", key: "t" },
  { shortcut: "people", key: "p" },
  { shortcut: "next", key: "n", moderators: true },
  { shortcut: "extend", key: "e", moderators: true },
  { shortcut: "pause", key: "k", moderators: true },
  { shortcut: "last_call", key: "f", moderators: true },
  { shortcut: "settings", key: "r", moderators: true },
  { shortcut: "admit", key: "a", moderators: true },
  { shortcut: "leave", key: "l" },
  { shortcut: "help", key: "?" },
];

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "repeat" | "isComposing">;

export function shortcutOf(event: Pressed, moderator: boolean): Shortcut | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return undefined;
  const key = KEYS.find((known) => known.key === event.key.toLowerCase());
  return key === undefined || (key.moderators && !moderator) ? undefined : key.shortcut;
}

/** Whether keys pressed there are text, or work the element itself. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio], [type=range]), textarea, select");
}

/** Space presses buttons; it is for talking only where it does nothing else. */
export function takesSpace(target: EventTarget | null): boolean {
  if (takesText(target)) return true;
  return target instanceof HTMLElement && target.closest("button, a, summary, input, [role=tab], [role^=menu], [role=dialog]") !== null;
}
