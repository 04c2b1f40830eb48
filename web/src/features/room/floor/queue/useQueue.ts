import { computed, inject, onScopeDispose, provide, shallowRef, watch, type ComputedRef, type InjectionKey, type ShallowRef } from "vue";
import { useFloor } from "@/features/room/floor/floor";
import { expectedWaits, inMinutes, queueRows, type QueueRow } from "@/features/room/floor/model/queue";
import { useRoom } from "@/features/room/room";

/** Waiting times are said in minutes: they need no quicker look. */
const LOOK_MS = 5000;

export interface Queue {
  readonly rows: ComputedRef<QueueRow[]>;
  /** Minutes until each is expected to speak, by entry; 0 is less than one. */
  readonly minutes: Readonly<ShallowRef<ReadonlyMap<string, number>>>;
}

const KEY: InjectionKey<Queue> = Symbol("queue");

export function useQueue(): Queue {
  const queue = inject(KEY);
  if (queue === undefined) throw new Error("outside of a room");
  return queue;
}

/** Once for a room: the panel and everybody's own button read the same one. */
export function provideQueue(): void {
  const room = useRoom();
  const { view } = useFloor();
  const minutes = shallowRef<ReadonlyMap<string, number>>(new Map());

  const look = (): void => {
    if (view.value === undefined) return;
    const waits = expectedWaits(view.value, room.session.clock.now());
    minutes.value = new Map([...waits].map(([id, wait]) => [id, inMinutes(wait)]));
  };
  watch(view, look, { immediate: true });
  const timer = setInterval(() => !document.hidden && look(), LOOK_MS);
  onScopeDispose(() => clearInterval(timer));

  provide(KEY, {
    rows: computed((before?: QueueRow[]) => (view.value === undefined ? [] : kept(queueRows(view.value, room.me.value?.id ?? ""), before ?? []))),
    minutes,
  });
}

/** Rows that say the same are the same objects: only those that changed are drawn again. */
function kept(rows: QueueRow[], before: readonly QueueRow[]): QueueRow[] {
  const known = new Map(before.map((row) => [row.entry.id, row]));
  return rows.map((row) => {
    const was = known.get(row.entry.id);
    return was?.entry === row.entry && was.place === row.place && was.mine === row.mine && was.next === row.next ? was : row;
  });
}
