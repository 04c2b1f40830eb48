/** Why somebody stands where they stand, with the numbers behind it. The floor can check the chair. */
import type { EntryView, FloorView } from "@/generated/messages";

/** The key of a sentence under `floor.reason`, and what is filled in. Who is of no club is counted alone. */
export interface PlaceReason {
  readonly key: string;
  /** Milliseconds on this item. */
  readonly used?: number;
  readonly count?: number;
}

type Numbers = Pick<FloorView, "clubs" | "people" | "turn" | "settings">;

export function reasonOf(view: Numbers, entry: EntryView): PlaceReason {
  const whose = entry.club === undefined ? "own" : "club";
  switch (entry.reason) {
    case "waited_long":
      return { key: "waited_long", count: view.settings.bound };
    case "club_seconds": {
      const used = tallyOf(view, entry)?.item_ms ?? 0;
      return used > 0 ? { key: `${whose}_seconds`, used } : { key: `${whose}_speaking` };
    }
    case "club_turns":
      return { key: `${whose}_turns`, count: tallyOf(view, entry)?.turns ?? 0 };
    case "club_not_spoken":
      return { key: `${whose}_not_spoken` };
    case "club_ahead":
      return { key: `${whose}_ahead` };
    case "goes_first":
    case "moved":
    case "deferred":
    case "arrival":
      return { key: entry.reason };
  }
}

function tallyOf({ clubs, people }: Numbers, entry: EntryView): { readonly item_ms: number; readonly turns: number } | undefined {
  return entry.club === undefined ? people[personKey(entry)] : clubs[entry.club];
}

/** Names a person in the statistics, as the server does. */
function personKey({ participant, venue, attendee, name }: EntryView): string {
  return participant ?? `${venue ?? ""}/${attendee ?? name}`;
}
