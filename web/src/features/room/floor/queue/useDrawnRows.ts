import { computed, onMounted, onScopeDispose, onUpdated, shallowRef, watch, type ComputedRef, type Ref } from "vue";
import type { QueueRow } from "@/features/room/floor/model/queue";
import { reaching, topsOf } from "@/features/room/floor/model/drawing";
import type { Queue } from "./useQueue";

/** What a row shows. */
export interface DrawnRow {
  readonly row: QueueRow;
  readonly minutes: number | undefined;
  /** Pixels that rows which are not drawn would take, between it and the one drawn before it. */
  readonly above: number;
}

export interface DrawnRows {
  readonly drawn: ComputedRef<readonly DrawnRow[]>;
  /** Pixels that all rows would take. */
  readonly extent: ComputedRef<number>;
  /** Keeps a row drawn, and those beside it, wherever it goes: the next step by Tab or Alt+arrow starts there. */
  readonly hold: (id: string) => void;
}

/** A queue that fits on a screen or two is drawn as a whole. */
const LONG = 30;

/** So far around what is seen, rows are drawn; scrolling draws others in steps of a part of it. */
const MARGIN_PX = 400;
const STEP_PX = 100;

/** Between two rows, as in the style of the list. */
const GAP_PX = 2;

/**
 * The rows that are drawn: of a long queue those in view, those near it, and those somebody works with. The others take
 * their room, so the list scrolls as if it were whole. One step of the floor changes the place of everybody who waits;
 * what it costs does not grow with them.
 */
export function useDrawnRows({ rows, minutes }: Queue, list: Readonly<Ref<HTMLElement | null>>, dragged: Readonly<Ref<string | undefined>>): DrawnRows {
  const held = shallowRef<string>();
  const view = useView(list);
  const { heights, usual } = useHeights(list, (grown) => view.shift(grown));
  const ids = computed(() => rows.value.map(({ entry }) => entry.id));
  const tops = computed(() => topsOf(ids.value, (id) => (heights.value.get(id) ?? usual.value) + GAP_PX));

  const indexes = computed<readonly number[]>(() => {
    const count = ids.value.length;
    if (count <= LONG) return [...ids.value.keys()];
    const [first, last] = reaching(tops.value, view.top.value - MARGIN_PX, view.top.value + view.size.value + MARGIN_PX);
    const kept = [dragged.value, held.value].map((id) => (id === undefined ? -1 : ids.value.indexOf(id))).filter((index) => index >= 0);
    const beside = kept.flatMap((index) => [index - 1, index, index + 1]).filter((index) => index >= 0 && index < count);
    const wanted = new Set([...Array.from({ length: last - first }, (_, index) => first + index), ...beside]);
    return [...wanted].sort((one, other) => one - other);
  });
  const drawn = computed(() => indexes.value.map((index, number): DrawnRow => {
    const row = rows.value[index] as QueueRow;
    const follows = (indexes.value[number - 1] ?? -1) + 1;
    return { row, minutes: minutes.value.get(row.entry.id), above: (tops.value[index] ?? 0) - (tops.value[follows] ?? 0) };
  }));
  return { drawn, extent: computed(() => Math.max(0, (tops.value.at(-1) ?? 0) - GAP_PX)), hold: (id) => (held.value = id) };
}

/** What part of the list is seen, in steps: not every pixel of scrolling is looked at. */
function useView(list: Readonly<Ref<HTMLElement | null>>) {
  const [top, size] = [shallowRef(0), shallowRef(innerHeight)];
  let scrolled: HTMLElement | undefined;
  const look = (): void => {
    top.value = Math.round((scrolled?.scrollTop ?? 0) / STEP_PX) * STEP_PX;
  };
  const observer = new ResizeObserver(([seen]) => (size.value = seen?.contentRect.height ?? 0));
  watch(list, (is) => {
    observer.disconnect();
    scrolled?.removeEventListener("scroll", look);
    scrolled = is?.parentElement ?? undefined;
    scrolled?.addEventListener("scroll", look, { passive: true });
    if (scrolled) observer.observe(scrolled);
    look();
  }, { flush: "post", immediate: true });
  onScopeDispose(() => observer.disconnect());

  /** What was drawn above the view is larger than it was taken for: what is seen stays where it is. */
  const shift = (grown: ReadonlyMap<HTMLElement, number>): void => {
    if (scrolled === undefined || scrolled.scrollTop === 0) return;
    const edge = scrolled.getBoundingClientRect().top;
    const above = [...grown].filter(([row]) => row.getBoundingClientRect().top < edge);
    const by = above.reduce((sum, [, pixels]) => sum + pixels, 0);
    if (by !== 0) scrolled.scrollTop += by;
  };
  return { top, size, shift };
}

/** How high rows are, as they were last drawn. `grew` is told what differs from what the others are taken for. */
function useHeights(list: Readonly<Ref<HTMLElement | null>>, grew: (grown: ReadonlyMap<HTMLElement, number>) => void) {
  const heights = shallowRef<ReadonlyMap<string, number>>(new Map());
  /** What a row not yet seen is taken for: the mean of the first ones, until the panel has another width. */
  const usual = shallowRef(92);
  const watched = new WeakSet<Element>();
  let width = 0;

  const observer = new ResizeObserver((sizes) => {
    const now = new Map<HTMLElement, number>();
    for (const { target, borderBoxSize: [box] } of sizes) {
      if (!target.isConnected) observer.unobserve(target);
      else if (box !== undefined && box.blockSize > 0) now.set(target as HTMLElement, box.blockSize);
      if (target.isConnected && box !== undefined && box.inlineSize > 0) settle(box.inlineSize);
    }
    if (now.size === 0) return;
    const known = new Map(heights.value);
    if (known.size === 0) usual.value = [...now.values()].reduce((sum, pixels) => sum + pixels, 0) / now.size;
    const grown = new Map([...now].filter(([row]) => !known.has(keyOf(row))).map(([row, pixels]) => [row, pixels - usual.value]));
    if ([...now].every(([row, pixels]) => known.get(keyOf(row)) === pixels)) return;
    for (const [row, pixels] of now) known.set(keyOf(row), pixels);
    heights.value = known;
    grew(grown);
  });
  /** In another width the same words take another height. */
  function settle(inline: number): void {
    if (inline !== width) heights.value = new Map();
    width = inline;
  }
  const look = (): void => {
    for (const row of list.value?.children ?? []) {
      if (!watched.has(row)) observer.observe(row);
      watched.add(row);
    }
  };
  onMounted(look);
  onUpdated(look);
  onScopeDispose(() => observer.disconnect());
  return { heights, usual };
}

function keyOf(row: HTMLElement): string {
  return row.dataset["row"] ?? "";
}
