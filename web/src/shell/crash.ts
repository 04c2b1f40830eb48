import { onErrorCaptured, readonly, shallowRef, type DeepReadonly, type ShallowRef } from "vue";
import { toast } from "@/design/toasts";
import { useSentence } from "@/shell/sentence";

/** How Vue names errors of event handlers and watchers, while developing and when built: the page itself still stands. */
const IN_A_HANDLER = /event handler|watcher callback|runtime-[356]$/;

/**
 * Catches what no component caught. An error while drawing leaves nothing to look at, so it becomes a page that says
 * so; an error of an event handler or a watcher becomes a toast. Both stay visible in the console.
 */
export function useCrash(): DeepReadonly<ShallowRef<boolean>> {
  const crashed = shallowRef(false);
  const sentence = useSentence();

  onErrorCaptured((error, _instance, where) => {
    if (IN_A_HANDLER.test(where)) toast(sentence(error), "bad");
    else crashed.value = true;
    reportError(error);
    return false;
  });
  return readonly(crashed);
}
