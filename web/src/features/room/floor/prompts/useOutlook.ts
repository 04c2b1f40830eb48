import { onScopeDispose, readonly, shallowRef, watch, type ShallowRef } from "vue";
import { outlook, untilNextLook, type Look, type Outlook } from "./outlook";
import { useRoom } from "@/features/room/room";

/** What concerns me on the floor; looks again by itself when the clock alone changes it. Stays as it was while cut off. */
export function useOutlook(): Readonly<ShallowRef<Outlook | undefined>> {
  const room = useRoom();
  const seen = shallowRef<Outlook>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function look(): void {
    clearTimeout(timer);
    const [floor, me] = [room.floor.value, room.me.value?.id];
    if (floor === undefined || me === undefined) return;
    const from: Look = { floor, me, maySpeak: room.denials.value.microphone === undefined, now: room.session.clock.now() };
    seen.value = outlook(from);
    const wait = untilNextLook(from);
    if (wait !== undefined) timer = setTimeout(look, wait);
  }
  watch([room.floor, room.denials, () => room.me.value?.id], look, { immediate: true });
  onScopeDispose(() => clearTimeout(timer));
  return readonly(seen);
}
