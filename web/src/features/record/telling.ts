import type { ActLine, FloorRecord, Item, Line, Totals } from "@/features/record/api";

export type Filter = "turns" | "everything";

/** Lines under one item, in their order; an item that was taken up again has a second section. */
export interface Section {
  readonly key: string;
  readonly item: Item | undefined;
  readonly lines: readonly Line[];
}

const ALWAYS_TOLD = new Set(["written", "carried", "waiting"]);

/** Who spoke or wrote, and every point of order: what minutes are made of. The rest is for whoever checks the chair. */
export function matters(line: Line): boolean {
  if (line.what === "act") return false;
  return line.what === "turn" || line.kind === "point_of_order" || ALWAYS_TOLD.has(line.gone);
}

export const chosen = (lines: readonly Line[], filter: Filter): readonly Line[] =>
  (filter === "everything" ? lines : lines.filter(matters));

/** Puts lines under the items in which they happened. */
export function sections(record: FloorRecord, lines: readonly Line[]): readonly Section[] {
  const items = new Map(record.items.map((item) => [item.item, item]));
  const found: { key: string; item: Item | undefined; lines: Line[] }[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last && last.item?.item === line.item) last.lines.push(line);
    else found.push({ key: String(line.version), item: line.item === undefined ? undefined : items.get(line.item), lines: [line] });
  }
  return found;
}

/** `1:05`, `1:02:05`: a duration as it is read out. */
export function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const pad = (part: number): string => String(part).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

/** The part of the longest, in percent; something is never nothing. */
export function share(ms: number, all: readonly { readonly spoken_ms: number }[]): number {
  const most = Math.max(0, ...all.map((one) => one.spoken_ms));
  return most > 0 && ms > 0 ? Math.max(1, Math.round((ms / most) * 100)) : 0;
}

/** Totals of the whole session, or of one item. */
export function totalsOf(record: FloorRecord, item: string): Totals {
  return record.items.find((one) => one.item === item)?.totals ?? record.totals;
}

/** Which sentence says an act: some have another one where the clock did it, or where a place is the end. */
export function sentenceOf(act: ActLine): string {
  switch (act.act) {
    case "closed":
      return act.by === undefined ? "closed_by_itself" : "closed";
    case "reopened":
      return act.by === undefined ? "reopened_by_itself" : "reopened";
    case "moved":
    case "item_moved":
      return act.before === undefined ? `${act.act}_last` : act.act;
    case "paused":
    case "resumed":
      return act.why === "absent" ? `${act.act}_absent` : act.act;
    case "gavel_passed":
      return act.by === undefined ? "gavel_taken" : act.act;
    case "gavel_laid_down":
      return "gavel_laid_down";
    case "venue_closed":
      return act.by === undefined ? "venue_closed_by_itself" : act.act;
    default:
      return act.act;
  }
}
