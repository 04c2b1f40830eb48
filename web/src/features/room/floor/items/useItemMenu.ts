import { ArrowDown, ArrowUp, Pencil, Trash2 } from "@lucide/vue";
import { computed, type ComputedRef } from "vue";
import { useI18n } from "vue-i18n";
import type { MenuGroup } from "@/design/menu";
import type { ItemView } from "@/generated/messages";
import type { Items } from "./useItems";

interface Ways {
  edit: () => void;
  nudge: (by: number) => void;
  movable: () => boolean;
}

/** What else can be done with an item; one that is over stays as it was. */
export function useItemMenu(item: () => ItemView, items: Items, { edit, nudge, movable }: Ways): ComputedRef<MenuGroup[]> {
  const { t } = useI18n();
  const change = computed(() => (item().state === "over" ? [] : [{ key: "edit", text: t("floor.items.edit"), icon: Pencil, act: edit }]));
  const moves = computed(() => (movable() ? [
    { key: "up", text: t("floor.items.up"), icon: ArrowUp, act: () => nudge(-1) },
    { key: "down", text: t("floor.items.down"), icon: ArrowDown, act: () => nudge(1) },
  ] : []));
  const removal = computed(() => (item().state === "ahead"
    ? [{ key: "remove", text: t("floor.items.remove"), icon: Trash2, danger: true, act: () => items.remove(item().id) }]
    : []));
  return computed(() => [
    { key: "change", items: [...change.value, ...moves.value] },
    { key: "remove", items: removal.value },
  ].filter((group) => group.items.length > 0));
}
