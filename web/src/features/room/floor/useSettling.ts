import { onScopeDispose, readonly, shallowRef, watch, type ShallowRef } from "vue";

/**
 * Whether a button has just become something else: for so many milliseconds, a press is meant for what it was before.
 * That goes for a double click, a held key and two people who press at once. `when` says which changes matter.
 */
export function useSettling<T>(changing: () => T, milliseconds: number, when: (now: T) => boolean = () => true): Readonly<ShallowRef<boolean>> {
  const settling = shallowRef(false);
  let settled: ReturnType<typeof setTimeout> | undefined;
  const change = (now: T): void => {
    clearTimeout(settled);
    settling.value = when(now);
    if (settling.value) settled = setTimeout(() => (settling.value = false), milliseconds);
  };
  watch(changing, change, { flush: "sync" });
  onScopeDispose(() => clearTimeout(settled));
  return readonly(settling);
}
