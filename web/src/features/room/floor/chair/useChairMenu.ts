import { Ban, ChartBar, CirclePlay, Gavel, Hourglass, ListRestart, MicVocal, SquareStop, Trash2 } from "@lucide/vue";
import { computed, type ComputedRef } from "vue";
import { useI18n } from "vue-i18n";
import type { MenuGroup, MenuItem } from "@/design/menu";
import type { FloorView } from "@/generated/messages";
import { useFloor } from "@/features/room/floor/floor";
import { useRoom } from "@/features/room/room";
import { LAST_CALLS, useChair } from "./chair";

/** What a moderator does less often than the step: ends a turn, closes the list, changes who may speak. */
export function useChairMenu(): ComputedRef<MenuGroup[]> {
  const { t } = useI18n();
  const chair = useChair();
  const room = useRoom();
  const { view } = useFloor();

  const ofTurn = ({ turn }: FloorView): MenuItem[] => (turn === undefined ? [] : [
    ...(turn.state === "called" ? [{ key: "begin", text: t("floor.chair.begin"), icon: CirclePlay, act: chair.begin }] : []),
    { key: "end", text: t("floor.chair.end", { name: turn.name }), icon: SquareStop, act: chair.end },
  ]);
  const ofList = ({ closed, closes_at, entries }: FloorView): MenuItem[] => {
    const called = closes_at !== undefined;
    const calls = closed || called ? [] : LAST_CALLS.map((seconds) => (
      { key: `last_call_${seconds}`, text: t("floor.chair.last_call", { seconds }), icon: Hourglass, act: () => chair.lastCall(seconds) }));
    const reopen = { key: "reopen", text: t(called ? "floor.chair.call_off" : "floor.chair.reopen"), icon: ListRestart, act: () => chair.close(false) };
    return [
      ...calls,
      ...(closed || called ? [reopen] : []),
      ...(closed ? [] : [{ key: "close", text: t("floor.chair.close"), icon: Ban, act: () => chair.close(true) }]),
      ...(Object.keys(entries).length > 0 ? [{ key: "clear", text: t("floor.chair.clear"), icon: Trash2, danger: true, act: () => (chair.asking.value = { what: "clear" }) }] : []),
    ];
  };
  const ofRoom = ({ gavel }: FloorView): MenuItem[] => [
    { key: "mode", text: t("floor.chair.mode"), icon: MicVocal, act: () => (chair.asking.value = { what: "mode" }) },
    { key: "statistics", text: t("floor.statistics.title"), icon: ChartBar, act: () => (chair.asking.value = { what: "statistics" }) },
    ...(mayTake(gavel, room.me.value) ? [{ key: "gavel", text: t("floor.chair.take_gavel"), icon: Gavel, act: chair.takeGavel }] : []),
  ];

  return computed(() => {
    if (view.value === undefined) return [];
    const holder = room.view.value?.participants[view.value.gavel.holder ?? ""]?.name;
    const chaired = holder === undefined ? {} : { title: t("floor.chair.gavel_with", { name: holder }) };
    return [{ key: "turn", items: ofTurn(view.value) }, { key: "list", items: ofList(view.value) }, { key: "room", items: ofRoom(view.value), ...chaired }]
      .filter(({ items }) => items.length > 0);
  });
}

/** A host may always; others when it is offered to them, or nobody has it. */
function mayTake(gavel: FloorView["gavel"], me: { readonly id: string; readonly role: string } | undefined): boolean {
  if (me === undefined || gavel.holder === me.id) return false;
  return me.role === "host" || gavel.holder === undefined || gavel.offered === me.id;
}
