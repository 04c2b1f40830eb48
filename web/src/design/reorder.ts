import { onScopeDispose, readonly, shallowRef, type ShallowRef } from "vue";

/** Nearer to the edge of what scrolls than this, in pixels, the list goes on by itself. */
const EDGE = 48;
/** Pixels in a second. */
const SPEED = 600;
/** A window that was not drawn for a while does not jump. */
const LONGEST_FRAME_MS = 50;

export interface Reorder {
  /** The key of the row in hand. */
  readonly dragged: Readonly<ShallowRef<string | undefined>>;
  /** The place among the rows, without the one in hand, where it would be dropped. */
  readonly onto: Readonly<ShallowRef<number>>;
  /** For `pointerdown` on a row's handle. */
  grab: (event: PointerEvent, key: string) => void;
}

/**
 * Puts the rows of a list in another order by pointer: mouse, pen or finger. Rows that can be moved have their key in
 * `data-row`. Keys of the keyboard are the handle's own affair. `drop` gets the key and its new place.
 */
export function useReorder(list: Readonly<ShallowRef<HTMLElement | null>>, drop: (key: string, place: number) => void): Reorder {
  const dragged = shallowRef<string>();
  const onto = shallowRef(0);
  let letGo: (() => void) | undefined;
  let y = 0;
  let frame = 0;

  /** Where some of the rows are drawn only, each says its place, from one. */
  const placeAmong = (rows: readonly HTMLElement[], passed: number): number => {
    const [last, own] = [rows[passed - 1]?.dataset["place"], list.value?.querySelector<HTMLElement>(`[data-row="${dragged.value}"]`)?.dataset["place"]];
    return last === undefined ? passed : Number(last) - Number(Number(own) < Number(last));
  };
  const look = (): void => {
    const rows = [...(list.value?.querySelectorAll<HTMLElement>("[data-row]") ?? [])].filter((row) => row.dataset["row"] !== dragged.value);
    onto.value = placeAmong(rows, rows.filter((row) => middle(row) < y).length);
  };
  const follow = (event: PointerEvent): void => {
    y = event.clientY;
    look();
  };
  /** At the edge the list goes on also while the hand is still. */
  const goOn = (last: number) => (now: number): void => {
    if (scroll(list.value, y, (SPEED * Math.min(now - last, LONGEST_FRAME_MS)) / 1000)) look();
    frame = requestAnimationFrame(goOn(now));
  };
  const end = (dropped: boolean) => (): void => {
    const key = dragged.value;
    letGo?.();
    letGo = undefined;
    dragged.value = undefined;
    if (dropped && key !== undefined) drop(key, onto.value);
  };

  function grab(event: PointerEvent, key: string): void {
    if (event.button !== 0 || letGo !== undefined) return;
    event.preventDefault();
    dragged.value = key;
    follow(event);
    frame = requestAnimationFrame(goOn(performance.now()));
    const [up, cancel] = [end(true), end(false)];
    const escape = (pressed: KeyboardEvent) => pressed.key === "Escape" && cancel();
    addEventListener("pointermove", follow);
    addEventListener("pointerup", up);
    addEventListener("pointercancel", cancel);
    addEventListener("keydown", escape);
    letGo = () => {
      cancelAnimationFrame(frame);
      removeEventListener("pointermove", follow);
      removeEventListener("pointerup", up);
      removeEventListener("pointercancel", cancel);
      removeEventListener("keydown", escape);
    };
  }
  onScopeDispose(() => letGo?.());
  return { dragged: readonly(dragged), onto: readonly(onto), grab };
}

function middle(row: HTMLElement): number {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}

/** Whether it has scrolled. */
function scroll(list: HTMLElement | null, y: number, by: number): boolean {
  let scrolled = list;
  while (scrolled !== null && scrolled.scrollHeight <= scrolled.clientHeight) scrolled = scrolled.parentElement;
  if (scrolled === null) return false;
  const { top, bottom } = scrolled.getBoundingClientRect();
  const before = scrolled.scrollTop;
  if (y < top + EDGE) scrolled.scrollTop -= by;
  else if (y > bottom - EDGE) scrolled.scrollTop += by;
  return scrolled.scrollTop !== before;
}
