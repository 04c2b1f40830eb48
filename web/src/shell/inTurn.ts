import { readonly, ref, watch, type DeepReadonly, type Ref } from "vue";

/** Lets the browser draw, and answer a finger, before it goes on. */
const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/**
 * How many parts of a page are drawn by now: one at first and, as soon as it is `ready`, each further one in a task of
 * its own. A page drawn at a stroke keeps a slow phone from answering for half a second.
 */
export function useInTurn(parts: number, ready: () => boolean): DeepReadonly<Ref<number>> {
  const drawn = ref(1);
  watch(ready, async (is) => {
    while (is && drawn.value < parts) {
      await breath();
      drawn.value += 1;
    }
  }, { immediate: true });
  return readonly(drawn);
}
