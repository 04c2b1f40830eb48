import { computed, type ComputedRef, type ShallowRef } from "vue";
import type { QueueRow } from "@/features/room/floor/model/queue";
import { askable, standOf, type Askable, type Stand } from "@/features/room/floor/model/mine";
import { useFloor } from "@/features/room/floor/floor";
import { useQueue } from "@/features/room/floor/queue/useQueue";
import { useSettling } from "@/features/room/floor/useSettling";
import { useRoom } from "@/features/room/room";

/** So long after the button has become something else, a press was meant for what it was before. */
const SETTLES_MS = 500;

export interface Mine {
  readonly stand: ComputedRef<Stand>;
  /** What I wait with, the one that stands highest first. */
  readonly rows: ComputedRef<QueueRow[]>;
  readonly minutes: (row: QueueRow) => number | undefined;
  readonly kinds: ComputedRef<Askable[]>;
  /** The button has just changed under the finger. */
  readonly settling: Readonly<ShallowRef<boolean>>;
}

export function useMine(): Mine {
  const room = useRoom();
  const { view } = useFloor();
  const queue = useQueue();

  const stand = computed<Stand>(() => {
    const [floor, me] = [view.value, room.me.value];
    return floor === undefined || me === undefined ? "observer" : standOf(floor, me, room.media.value.own.microphone.on);
  });
  /** Only where the next press would do something at once. */
  const settling = useSettling(() => stand.value, SETTLES_MS, (now) => now === "unmute" || now === "speaking");

  return {
    stand,
    rows: computed(() => queue.rows.value.filter(({ mine }) => mine)),
    minutes: ({ entry }) => queue.minutes.value.get(entry.id),
    kinds: computed(() => (view.value === undefined ? [] : askable(view.value, room.me.value?.id ?? "", room.session.clock.now()))),
    settling,
  };
}
