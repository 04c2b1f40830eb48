import { shallowRef, type ShallowRef } from "vue";
import type { Disposal, ItemView } from "@/generated/messages";
import { Problem } from "@/core/http/problems";
import type { Command } from "@/generated/messages";
import { toast } from "@/design/toasts";
import { useAct } from "@/features/room/acts";
import { useRoom } from "@/features/room/room";
import { useSentence } from "@/shell/sentence";

/** Seconds an item is given more when it goes on because people wait. */
export const MORE_FOR_ITEM = 300;

/** An item that cannot close, or make room for another, before it is said what becomes of those who wait. */
export interface Unsettled {
  readonly does: "start" | "close";
  readonly item: ItemView;
  readonly waiting: number;
}

export interface NewItem {
  readonly title: string;
  readonly clubs: readonly string[];
  /** Seconds; nothing for no limit. */
  readonly budget: number | undefined;
  readonly club_budget: number | undefined;
}

export function useItems() {
  const room = useRoom();
  const act = useAct();
  const sentence = useSentence();
  const unsettled: ShallowRef<Unsettled | undefined> = shallowRef();

  /** Asks the person when the server says that somebody waits; it knows better than this copy of the list. */
  async function settle(does: Unsettled["does"], item: ItemView, waiting?: Disposal): Promise<void> {
    const command: Command = does === "start"
      ? { type: "floor.start_item", item: item.id, ...(waiting && { waiting }) }
      : { type: "floor.close_item", ...(waiting && { waiting }), seconds: MORE_FOR_ITEM };
    const reply = await room.command(command);
    if (reply.ok) return;
    if (reply.code === "people_waiting") unsettled.value = { does, item, waiting: Number(reply.params["waiting"] ?? 0) };
    else toast(sentence(new Problem(reply.code, 0, reply.params)), "bad");
  }

  return {
    unsettled,
    /** The question is answered, or put away. */
    settled: () => (unsettled.value = undefined),
    settle,
    add: ({ title, clubs, budget, club_budget }: NewItem) =>
      act({ type: "floor.add_item", title, clubs: [...clubs], ...(budget && { budget }), ...(club_budget && { club_budget }) }),
    edit: (item: string, { title, clubs, budget, club_budget }: NewItem) =>
      act({ type: "floor.edit_item", item, title, clubs: [...clubs], budget: budget ?? 0, club_budget: club_budget ?? 0 }),
    addRound: (budget: number) => act({ type: "floor.add_round", budget }),
    move: (item: string, before: string | undefined) => void act({ type: "floor.move_item", item, ...(before && { before }) }),
    remove: (item: string) => void act({ type: "floor.remove_item", item }, { floor: { items: { [item]: null } } }),
    share: (club: string) => void act({ type: "floor.share_overhang", club }),
  };
}

export type Items = ReturnType<typeof useItems>;
