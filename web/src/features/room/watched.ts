import { onScopeDispose, readonly, shallowRef, type ShallowRef } from "vue";
import type { Watchable } from "@/core/session/observable";

/** A value of the plain logic as something components can draw; stops watching with the component that asked. */
export function watched<T>(watchable: Watchable<T>): Readonly<ShallowRef<T>> {
  const value = shallowRef(watchable.get());
  onScopeDispose(watchable.watch((next) => {
    value.value = next;
  }));
  return readonly(value) as Readonly<ShallowRef<T>>;
}
