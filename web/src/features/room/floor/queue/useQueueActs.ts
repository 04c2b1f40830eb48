/** What is done to entries: one's own, and as a moderator anybody's. Drawn at once, taken back if the server refuses. */
import type { EntryView, FloorAdd, FloorAsk, Kind } from "@/generated/messages";
import { useAct } from "@/features/room/acts";
import { useFloor } from "@/features/room/floor/floor";
import { rankBefore, rankOfNew } from "@/features/room/floor/model/queue";
import { useRoom } from "@/features/room/room";
import { KINDS } from "@/shell/floor/floorSettings";

let drafts = 0;

export interface Wording {
  readonly text: string;
  readonly text_turn: boolean;
}

export type Wish = Omit<FloorAsk, "type">;
export type WishFor = Omit<FloorAdd, "type">;
export type QueueActs = ReturnType<typeof useQueueActs>;

export function useQueueActs() {
  const room = useRoom();
  const act = useAct();
  const { view } = useFloor();
  const entries = () => view.value?.entries ?? {};
  const guess = (id: string, change: object | null) => ({ floor: { entries: { [id]: change } } });

  /** My entry as it will stand, but for the number that the server gives it. */
  const drafted = ({ kind, text, text_turn }: Wish) => {
    const me = room.me.value;
    drafts += 1;
    const id = `draft_${drafts}`;
    return me && guess(id, {
      id, kind, rank: rankOfNew(entries(), kind, KINDS), reason: "arrival", name: me.name, participant: me.id, at: new Date(room.session.clock.now()).toISOString(),
      ...(me.club && { club: me.club.id }), ...(text && { text }), ...(text_turn && { text_turn: true }),
    });
  };

  return {
    ask: (wish: Wish) => act({ type: "floor.ask", ...wish }, drafted(wish)),
    add: (wish: WishFor) => act({ type: "floor.add", ...wish }),
    edit: ({ id }: EntryView, { text, text_turn }: Wording) =>
      act({ type: "floor.edit", entry: id, text, text_turn }, guess(id, { text: text || null, text_turn: text_turn || null })),
    defer: ({ id }: EntryView) => void act({ type: "floor.defer", entry: id }),
    withdraw: ({ id }: EntryView) => void act({ type: "floor.withdraw", entry: id }, guess(id, null)),
    remove: ({ id }: EntryView) => void act({ type: "floor.remove", entry: id }, guess(id, null)),
    move: ({ id }: EntryView, before: string | undefined) =>
      void act({ type: "floor.move", entry: id, ...(before !== undefined && { before }) }, guess(id, { rank: rankBefore(entries(), id, before), reason: "moved" })),
    rekind: ({ id }: EntryView, kind: Kind) => void act({ type: "floor.rekind", entry: id, kind }, guess(id, { kind, rank: rankOfNew(without(entries(), id), kind, KINDS) })),
    call: ({ id }: EntryView) => {
      const turn = view.value?.turn?.id;
      void act({ type: "floor.call", entry: id, ...(turn !== undefined && { turn }) });
    },
    done: () => {
      const turn = view.value?.turn?.id;
      if (turn !== undefined) void act({ type: "floor.end_turn", turn });
    },
    support: (club: string, on: boolean) => void act({ type: "floor.support", on }, { floor: { topic: { supports: { [club]: on || null } } } }),
  };
}

function without(entries: Readonly<Record<string, EntryView>>, id: string): Record<string, EntryView> {
  return Object.fromEntries(Object.entries(entries).filter(([key]) => key !== id));
}
