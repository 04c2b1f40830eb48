import { computed, onScopeDispose, shallowRef, watch, type ComputedRef } from "vue";
import { byArrival } from "@/features/room/model/seats";
import { EMPTY_STAGE, heldStage, nextStage, STAGE_HOLD_MS, type OnStage } from "@/features/room/model/stage";
import { useRoom } from "@/features/room/room";

/**
 * Who is large now; looks again by itself when the hold of the last speaker has passed. `holder` is who is seen and
 * heard for the turn that runs, empty if nobody at the table is; without a turn it is undefined.
 */
export function useStage(holder: () => string | undefined): ComputedRef<OnStage | undefined> {
  const room = useRoom();
  const memory = shallowRef(EMPTY_STAGE);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const present = computed(() => {
    const me = room.me.value?.id;
    const people = Object.values(room.view.value?.participants ?? {}).filter(({ connected }) => connected);
    const ids = people.sort(byArrival).map(({ id }) => id);
    const others = ids.filter((id) => id !== me);
    return others.length > 0 ? others : ids;
  });
  const look = (): void => {
    clearTimeout(timer);
    const { people } = room.media.value;
    const held = holder();
    memory.value = held === undefined
      ? nextStage(memory.value, people, present.value, Date.now())
      : heldStage(memory.value, people, present.value, held);
    timer = held === undefined ? setTimeout(look, STAGE_HOLD_MS) : undefined;
  };
  watch([() => room.media.value.people, present, holder], look, { immediate: true });
  onScopeDispose(() => clearTimeout(timer));
  return computed(() => memory.value.shown);
}
