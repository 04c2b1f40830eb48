import { onScopeDispose, watch } from "vue";
import { markIcon, titled } from "@/features/room/model/badge";
import { useRoom } from "@/features/room/room";

/** The tab says which room it is, and how many messages wait to be read. */
export function useUnreadBadge(): void {
  const room = useRoom();
  const before = document.title;
  watch([() => room.view.value?.title, () => room.chatState.value.unread], ([title, unread]) => {
    document.title = titled(title ?? before, unread);
    markIcon(unread);
  }, { immediate: true });
  onScopeDispose(() => {
    document.title = before;
    markIcon(0);
  });
}
