import { onScopeDispose, readonly, shallowRef, watchEffect, type Ref } from "vue";
import { useVisible } from "@/features/room/mediaQuery";
import { useRoom } from "@/features/room/room";

/** Four looks a second: no clock is more than a quarter of a second behind, and what shows seconds draws once in four. */
const LOOK_MS = 250;

/** The server's time now, in epoch milliseconds. It moves while `runs` says so and the page is looked at. */
export function useServerNow(runs: () => boolean): Readonly<Ref<number>> {
  const { clock } = useRoom().session;
  const visible = useVisible();
  const now = shallowRef(clock.now());
  let timer: ReturnType<typeof setInterval> | undefined;

  const look = (): void => {
    now.value = clock.now();
  };
  watchEffect(() => {
    clearInterval(timer);
    timer = runs() && visible.value ? setInterval(look, LOOK_MS) : undefined;
    look();
  });
  onScopeDispose(() => clearInterval(timer));
  return readonly(now);
}
