import { onBeforeUpdate, onUpdated, type Ref } from "vue";

/**
 * Whoever is in a list stays where they are when its rows change places: a browser lets go of the focus of what is moved.
 * To be called by the component that draws the rows.
 */
export function useKeptFocus(list: Readonly<Ref<HTMLElement | null>>): void {
  let focused: HTMLElement | undefined;
  onBeforeUpdate(() => {
    const { activeElement } = document;
    focused = activeElement instanceof HTMLElement && list.value?.contains(activeElement) ? activeElement : undefined;
  });
  onUpdated(() => {
    if (focused?.isConnected && document.activeElement === document.body) focused.focus({ preventScroll: true });
  });
}
