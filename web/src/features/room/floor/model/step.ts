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

/** So long after the floor has passed on, by whomever, a press was meant for the turn before. */
export const STEP_HOLD_MS = 800;

/**
 * Keeps a double click, a held key and two moderators pressing at once from skipping somebody: one step at a time,
 * and none in the first moments of a turn. The turn's id in the command keeps the rest.
 */
export class StepHold {
  private turn: string | undefined;
  private since = Number.NEGATIVE_INFINITY;
  private busy = false;

  /** The turn that the person has before their eyes. */
  see(turn: string | undefined, now: number): void {
    if (turn !== this.turn) this.since = now;
    this.turn = turn;
  }

  /** Whether a press at this moment counts; if so, no other does until `done`. */
  take(now: number): boolean {
    if (this.busy || now - this.since < STEP_HOLD_MS) return false;
    this.busy = true;
    return true;
  }

  done(): void {
    this.busy = false;
  }
}
