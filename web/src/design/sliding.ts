import { onMounted, onScopeDispose, onUpdated, type Ref } from "vue";

const SLIDE_MS = 200;

/** Where one change follows another faster than this nobody could follow the sliding, and it costs more than it shows. */
const CALM_MS = 500;
const EASE = "cubic-bezier(0.2, 0.7, 0.2, 1)";

/**
 * Rows of a long list slide to their new place and new ones fade in: only those that can be seen, measured together.
 * To be called by the component that draws the rows; `list` is their parent, and what scrolls is around it.
 */
export function useSliding(list: Readonly<Ref<HTMLElement | null>>): void {
  const known = new WeakSet<Element>();
  let before = new Map<Element, number>();
  let frame = 0;
  let last = 0;

  const look = (): void => {
    frame = 0;
    const calm = performance.now() - last > CALM_MS;
    last = performance.now();
    const now = isWished() ? seenRows(list.value) : new Map<Element, number>();
    for (const [row, top] of now) {
      const was = before.get(row);
      if (!calm) continue;
      if (was !== undefined && was !== top) slide(row, was - top);
      else if (before.size > 0 && !known.has(row)) row.animate({ opacity: [0, 1] }, { duration: SLIDE_MS, easing: EASE });
    }
    before = now;
    for (const row of list.value?.children ?? []) known.add(row);
  };
  /** Once a frame, when the page is laid out anyway. Places are taken from the list's top, so scrolling changes none. */
  const soon = (): void => {
    if (frame === 0) frame = requestAnimationFrame(look);
  };
  onMounted(soon);
  onUpdated(soon);
  onScopeDispose(() => cancelAnimationFrame(frame));
}

function isWished(): boolean {
  return !document.hidden && !matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function slide(row: Element, from: number): void {
  row.animate({ translate: [`0 ${from}px`, "0 0"] }, { duration: SLIDE_MS, easing: EASE });
}

/** Distance of each row in view from the top of its list. Rows stand in their order, so the first is found by halving. */
function seenRows(list: HTMLElement | null): Map<Element, number> {
  const seen = new Map<Element, number>();
  const view = list?.parentElement?.getBoundingClientRect();
  if (list === null || view === undefined) return seen;
  const start = list.getBoundingClientRect().top;
  for (let index = firstBelow(list.children, view.top); index < list.children.length; index += 1) {
    const row = list.children[index] as HTMLElement;
    const { top } = row.getBoundingClientRect();
    if (top > view.bottom) break;
    seen.set(row, Math.round(top - start));
  }
  return seen;
}

function firstBelow(rows: HTMLCollection, edge: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle] as HTMLElement;
    if (row.getBoundingClientRect().bottom < edge) low = middle + 1;
    else high = middle;
  }
  return low;
}
