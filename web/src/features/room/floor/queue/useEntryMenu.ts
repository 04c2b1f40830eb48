import { ArrowDown, ArrowDownToLine, ArrowUp, ArrowUpToLine, ListEnd, MicVocal, PenLine, Undo2, UserMinus } from "@lucide/vue";
import { useI18n } from "vue-i18n";
import type { MenuGroup, MenuItem } from "@/design/menu";
import type { Kind } from "@/generated/messages";
import type { QueueRow } from "@/features/room/floor/model/queue";
import { KINDS } from "@/shell/floor/floorSettings";

export interface EntryHands {
  /** The entry as it stands now; gone, perhaps, while its menu is open. */
  readonly row: () => QueueRow | undefined;
  readonly moderator: () => boolean;
  /** How many wait. */
  readonly count: () => number;
  /** A reply needs a topic. */
  readonly kinds: () => ReadonlySet<Kind>;
  call: () => void;
  /** Puts it so many places further; beyond the ends is the end. */
  nudge: (by: number) => void;
  rekind: (kind: Kind) => void;
  defer: () => void;
  edit: () => void;
  /** Asks before the place is lost. */
  drop: () => void;
}

/** What can be done with an entry: one's own a little, a moderator everything. Put together when it is asked for. */
export function useEntryMenu(hands: EntryHands): () => MenuGroup[] {
  const { t } = useI18n();
  const item = (key: string, icon: MenuItem["icon"], act: () => void, more: Partial<MenuItem> = {}): MenuItem =>
    ({ key, text: t(`floor.entry.${key}`), ...(icon && { icon }), act, ...more });

  const moves = ({ place }: QueueRow): MenuItem[] => {
    const [top, end] = [place === 1, place === hands.count()];
    return [
      item("up", ArrowUp, () => hands.nudge(-1), { disabled: top }),
      item("down", ArrowDown, () => hands.nudge(1), { disabled: end }),
      item("to_top", ArrowUpToLine, () => hands.nudge(-Infinity), { disabled: top }),
      item("to_end", ArrowDownToLine, () => hands.nudge(Infinity), { disabled: end }),
    ];
  };
  const kinds = ({ entry }: QueueRow): MenuGroup => ({
    key: "kind",
    title: t("floor.entry.kind"),
    chosen: entry.kind,
    items: KINDS.filter((kind) => kind === entry.kind || hands.kinds().has(kind)).map((kind) => ({ key: kind, text: t(`floor.kind.${kind}`), act: () => hands.rekind(kind) })),
  });

  return () => {
    const row = hands.row();
    if (row === undefined || row.pending) return [];
    const { mine } = row;
    const own = mine ? [item("later", ListEnd, hands.defer), item("withdraw", Undo2, hands.drop, { danger: true })] : [];
    const edit = item("edit", PenLine, hands.edit);
    if (!hands.moderator()) return mine ? [{ key: "own", items: [edit, ...own] }] : [];
    const out = mine ? own : [item("remove", UserMinus, hands.drop, { danger: true })];
    return [
      { key: "call", items: [item("call", MicVocal, hands.call)] },
      { key: "move", items: moves(row) },
      { key: "entry", items: [edit, ...out] },
      kinds(row),
    ];
  };
}
