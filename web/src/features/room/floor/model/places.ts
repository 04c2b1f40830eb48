/** Where each participant stands on the floor: one word for their seat at the table. */
import type { FloorView } from "@/generated/messages";
import { inQueueOrder } from "./queue";

export type Standing =
  | { readonly is: "speaking" | "called" | "interrupted" | "next" }
  | { readonly is: "place"; readonly place: number };

type Standings = Pick<FloorView, "turn" | "interrupted" | "entries" | "step">;

/**
 * By participant; those of a sub-venue stand at the seat of its host. The first word that is true of somebody holds.
 * Whoever stands as `before` keeps that very word, so that a hundred seats are not drawn again for one that changed.
 */
export function standings({ turn, interrupted, entries, step }: Standings, before?: ReadonlyMap<string, Standing>): ReadonlyMap<string, Standing> {
  const found = new Map<string, Standing>();
  const stands = (who: { participant?: string; venue?: string } | undefined, standing: Standing): void => {
    const id = who?.participant ?? who?.venue;
    if (id === undefined || found.has(id)) return;
    const was = before?.get(id);
    found.set(id, was !== undefined && isSame(was, standing) ? was : standing);
  };
  stands(turn, { is: turn?.state === "called" ? "called" : "speaking" });
  stands(interrupted, { is: "interrupted" });
  stands(entries[step?.entry ?? ""], { is: "next" });
  inQueueOrder(entries).forEach((entry, index) => stands(entry, { is: "place", place: index + 1 }));
  return found;
}

function isSame(one: Standing, other: Standing): boolean {
  return one.is === other.is && (one.is !== "place" || other.is !== "place" || one.place === other.place);
}
