import { computed, type ComputedRef } from "vue";
import { useI18n } from "vue-i18n";
import { useClubName } from "@/features/room/clubName";
import { useFloor } from "@/features/room/floor/floor";
import { useRoom } from "@/features/room/room";

export interface ClubHere {
  readonly id: string;
  /** In the reader's language. */
  readonly name: string;
}

/** The clubs of this session: of those who are here, and those who spoke, in the order of the reader's language. */
export function useClubsHere(): ComputedRef<ClubHere[]> {
  const room = useRoom();
  const floor = useFloor();
  const clubName = useClubName();
  const { locale } = useI18n();
  return computed(() => {
    const present = Object.values(room.view.value?.participants ?? {}).flatMap(({ club }) => (club === undefined ? [] : [club]));
    const known = Object.values(floor.view.value?.clubs ?? {}).map(({ club }) => club);
    const all = new Map([...known, ...present].map((club) => [club.id, { id: club.id, name: clubName(club) }]));
    const order = new Intl.Collator(locale.value);
    return [...all.values()].sort((one, other) => order.compare(one.name, other.name));
  });
}
