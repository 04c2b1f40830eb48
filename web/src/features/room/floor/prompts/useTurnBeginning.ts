import { watch } from "vue";
import { isMine } from "@/features/room/floor/model/rights";
import { useRoom } from "@/features/room/room";

/** Starts the clock of a turn of mine as soon as my microphone is really on: once for each turn. */
export function useTurnBeginning(): void {
  const room = useRoom();
  let begun: string | undefined;

  watch([() => room.floor.value?.turn, () => room.media.value.own.microphone.on], ([turn, on]) => {
    const me = room.me.value?.id;
    if (!on || turn?.state !== "called" || turn.text_turn || me === undefined || !isMine(turn, me)) return;
    if (begun === turn.id) return;
    begun = turn.id;
    void room.command({ type: "floor.begin_turn", turn: turn.id });
  }, { immediate: true });
}
