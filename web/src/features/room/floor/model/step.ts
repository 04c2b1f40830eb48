/** What the moderator's one button will do, as the server says it. */
import type { FloorView } from "@/generated/messages";

export interface Step {
  /** `nobody`: there is nothing to do. */
  readonly does: "call" | "question" | "order" | "resume" | "end" | "nobody";
  /** Who gets the floor by it; empty if nobody does. */
  readonly name: string;
}

const NOTHING: Step = { does: "nobody", name: "" };

export function nextStep(view: Pick<FloorView, "step" | "entries" | "interrupted">): Step {
  const { step, entries, interrupted } = view;
  if (step === undefined) return NOTHING;
  if (step.does === "end") return { does: "end", name: "" };
  if (step.does === "resume") return { does: "resume", name: interrupted?.name ?? "" };
  const entry = entries[step.entry ?? ""];
  if (entry === undefined) return NOTHING;
  if (step.does === "call") return { does: "call", name: entry.name };
  return { does: entry.kind === "point_of_order" ? "order" : "question", name: entry.name };
}
