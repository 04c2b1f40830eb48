import { shallowReadonly, shallowRef, type ShallowRef } from "vue";
import { Problem } from "@/core/http/problems";

/** A component that a page can be drawn without. */
export interface Later<C> {
  /** Undefined until it is fetched. */
  readonly component: Readonly<ShallowRef<C | undefined>>;
  /** Fetches it, unless it is here. Without a network it is refused as `unreachable`; the next call tries again. */
  readonly fetch: () => Promise<void>;
  /** Fetches it before anybody asks, as soon as the browser has nothing else to do. */
  readonly fetchAhead: () => void;
}

/** Keeps a component out of what a page waits for. */
export function later<C>(load: () => Promise<{ default: C }>): Later<C> {
  const component = shallowRef<C>();
  let asked = false;

  async function fetch(): Promise<void> {
    component.value ??= (await load().catch(() => Promise.reject(new Problem("unreachable")))).default;
  }
  function fetchAhead(): void {
    if (asked || component.value !== undefined) return;
    asked = true;
    const now = (): void => void fetch().catch(() => undefined); // whoever opens it is told
    if ("requestIdleCallback" in window) requestIdleCallback(now);
    else setTimeout(now); // Safari
  }
  return { component: shallowReadonly(component), fetch, fetchAhead };
}
