import { computed, onScopeDispose, shallowRef, watch, type ComputedRef } from "vue";
import { byArrival } from "@/features/room/model/seats";
import { EMPTY_STAGE, nextStage, STAGE_HOLD_MS, type OnStage } from "@/features/room/model/stage";
import { useRoom } from "@/features/room/room";

/** Who is large now; looks again by itself when the hold of the last speaker has passed. */
export function useStage(): ComputedRef<OnStage | undefined> {
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
    memory.value = nextStage(memory.value, room.media.value.people, present.value, Date.now());
    timer = setTimeout(look, STAGE_HOLD_MS);
  };
  watch([() => room.media.value.people, present], look, { immediate: true });
  onScopeDispose(() => clearTimeout(timer));
  return computed(() => memory.value.shown);
}
