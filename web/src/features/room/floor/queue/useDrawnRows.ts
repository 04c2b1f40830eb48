import { onMounted, onScopeDispose, onUpdated, readonly, shallowRef, watch, type Ref, type ShallowRef } from "vue";
import type { QueueRow } from "@/features/room/floor/model/queue";
import type { Queue } from "./useQueue";

/** What a row shows. */
export interface DrawnRow {
  readonly row: QueueRow;
  readonly minutes: number | undefined;
}

/** A queue that fits on a screen or two is drawn as a whole. */
const LONG = 30;

/** So far around what is seen, rows are always up to date. */
const MARGIN_PX = 400;

/** The others follow a few at a time: all two hundred within a second. */
const AT_A_TIME = 25;
const PAUSE_MS = 100;

/**
 * One step of the floor changes the place of everybody who waits. Rows in view change at once; drawing the others in
 * the same moment would stop a page with two hundred for longer than a frame. Their order is always the true one.
 */
export function useDrawnRows({ rows, minutes }: Queue, list: Readonly<Ref<HTMLElement | null>>): Readonly<ShallowRef<readonly DrawnRow[]>> {
  const drawn = shallowRef<readonly DrawnRow[]>([]);
  const seen = useSeenRows(list, () => draw(0));
  let known = new Map<string, DrawnRow>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function draw(others: number): void {
    let [left, late] = [others, false];
    const all = rows.value.length <= LONG;
    const next = rows.value.map((row) => {
      const now: DrawnRow = { row, minutes: minutes.value.get(row.entry.id) };
      const was = known.get(row.entry.id);
      if (was === undefined || all || seen.has(row.entry.id)) return was !== undefined && isSame(was, now) ? was : now;
      if (isSame(was, now)) return was;
      if (left > 0) {
        left -= 1;
        return now;
      }
      late = true;
      return was;
    });
    known = new Map(next.map((one) => [one.row.entry.id, one]));
    drawn.value = next;
    if (late) timer ??= setTimeout(follow, PAUSE_MS);
  }
  function follow(): void {
    timer = undefined;
    draw(AT_A_TIME);
  }
  watch([rows, minutes], () => draw(0), { immediate: true });
  onScopeDispose(() => clearTimeout(timer));
  return readonly(drawn);
}

function isSame(one: DrawnRow, other: DrawnRow): boolean {
  return one.row === other.row && one.minutes === other.minutes;
}

/** Keys of the rows in view or near it. */
function useSeenRows(list: Readonly<Ref<HTMLElement | null>>, changed: () => void): ReadonlySet<string> {
  const seen = new Set<string>();
  const watched = new WeakSet<Element>();
  let observer: IntersectionObserver | undefined;

  function look(): void {
    for (const row of list.value?.children ?? []) {
      if (!watched.has(row)) observer?.observe(row);
      watched.add(row);
    }
  }
  onMounted(() => {
    observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const key = (target as HTMLElement).dataset["row"] ?? "";
        if (isIntersecting) seen.add(key);
        else seen.delete(key);
      }
      changed();
    }, { root: list.value?.parentElement ?? null, rootMargin: `${MARGIN_PX}px 0px` });
    look();
  });
  onUpdated(look);
  onScopeDispose(() => observer?.disconnect());
  return seen;
}
