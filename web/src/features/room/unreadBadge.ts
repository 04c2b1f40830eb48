import { onScopeDispose, watch, type Ref } from "vue";
import { markIcon, titled } from "@/features/room/model/badge";
import { useRoom } from "@/features/room/room";

/** The tab says which room it is, what its person must do now, and how many messages wait to be read. */
export function useUnreadBadge(call: Readonly<Ref<string | undefined>>): void {
  const room = useRoom();
  const before = document.title;
  watch([() => room.view.value?.title, () => room.chatState.value.unread, call], ([title, unread, called]) => {
    document.title = titled(title ?? before, unread, called);
    markIcon(unread > 0 || called !== undefined);
  }, { immediate: true });
  onScopeDispose(() => {
    document.title = before;
    markIcon(false);
  });
}
