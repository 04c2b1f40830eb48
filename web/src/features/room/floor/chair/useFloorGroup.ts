import { Flag, Gavel, Presentation, Users } from "@lucide/vue";
import { computed, type ComputedRef } from "vue";
import { useI18n } from "vue-i18n";
import type { MenuGroup, MenuItem } from "@/design/menu";
import type { FloorView, ParticipantView } from "@/generated/messages";
import { useChair } from "@/features/room/floor/chair/chair";
import { useFloor } from "@/features/room/floor/floor";
import { moderates } from "@/features/room/model/rights";
import { useRoom } from "@/features/room/room";

/** What a moderator may do with one person on the floor, as part of that person's menu. */
export function useFloorGroup(person: () => ParticipantView): ComputedRef<MenuGroup> {
  const { t } = useI18n();
  const chair = useChair();
  const room = useRoom();
  const { view } = useFloor();

  const speaks = (floor: FloorView, one: ParticipantView): MenuItem[] => {
    const presenting = Object.hasOwn(floor.presenters, one.id);
    const empty = Object.keys(floor.entries).length === 0 && floor.turn === undefined;
    const lastWord = () => (empty ? void chair.lastWord(one) : (chair.asking.value = { what: "last_word", person: one }));
    return [
      { key: "present", text: t(presenting ? "floor.chair.stage_off" : "floor.chair.stage_on"), icon: Presentation, act: () => chair.present(one, !presenting) },
      { key: "last_word", text: t("floor.chair.last_word"), icon: Flag, act: lastWord },
    ];
  };
  const venue = (floor: FloorView, one: ParticipantView): MenuItem => {
    const is = Object.hasOwn(floor.venues, one.id);
    return { key: "venue", text: t(is ? "floor.venue.close" : "floor.venue.open"), icon: Users, act: () => (chair.asking.value = { what: is ? "close_venue" : "venue", person: one }) };
  };
  const gavel = (floor: FloorView, one: ParticipantView, me: ParticipantView): MenuItem[] => {
    const { holder } = floor.gavel;
    const may = (holder === undefined || holder === me.id) && one.id !== me.id && one.connected && moderates(one.role);
    return may ? [{ key: "gavel", text: t("floor.chair.pass_gavel"), icon: Gavel, act: () => chair.passGavel(one) }] : [];
  };

  return computed(() => {
    const [floor, me, one] = [view.value, room.me.value, person()];
    if (floor === undefined || me === undefined || !moderates(me.role) || one.role === "observer") return { key: "floor", items: [] };
    return { key: "floor", items: [...speaks(floor, one), venue(floor, one), ...gavel(floor, one, me)] };
  });
}
