import { onScopeDispose, readonly, ref, type Ref } from "vue";

/** Whether the window answers a media query now. */
export function useMediaQuery(query: string): Readonly<Ref<boolean>> {
  const list = matchMedia(query);
  const is = ref(list.matches);
  const changed = () => {
    is.value = list.matches;
  };
  list.addEventListener("change", changed);
  onScopeDispose(() => list.removeEventListener("change", changed));
  return readonly(is);
}

/** Whether the page is in front of anybody. */
export function useVisible(): Readonly<Ref<boolean>> {
  const visible = ref(document.visibilityState === "visible");
  const changed = () => {
    visible.value = document.visibilityState === "visible";
  };
  document.addEventListener("visibilitychange", changed);
  onScopeDispose(() => document.removeEventListener("visibilitychange", changed));
  return readonly(visible);
}
