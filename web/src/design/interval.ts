import { onBeforeUnmount, onMounted } from "vue";

/** Does something again and again while the component is there and the page is looked at; at once on coming back. */
export function useInterval(act: () => void, milliseconds: number): void {
  let timer: ReturnType<typeof setInterval> | undefined;

  function beat(): void {
    if (!document.hidden) act();
  }

  onMounted(() => {
    timer = setInterval(beat, milliseconds);
    document.addEventListener("visibilitychange", beat);
  });
  onBeforeUnmount(() => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", beat);
  });
}
