/** The one prompt that stands by the control bar: the first of these that is true. Follows from the state, so it is right after a reload. */
import type { Outlook } from "./outlook";

export type PromptName =
  | "unmute" | "unmute_for" | "write" | "time_up" | "warning" | "stopped" | "interrupted" | "next" | "next_for" | "last_call";

export interface Prompt {
  readonly what: PromptName;
  /** Changes when it is about something else: what was put away comes back. */
  readonly key: string;
  readonly name?: string;
  /** Milliseconds that stand still. */
  readonly remaining?: number;
  /** Epoch milliseconds to count down to. */
  readonly until?: number;
}

export interface PromptFacts {
  readonly heard: boolean;
  /** Observers are not asked to enter the queue. */
  readonly mayAsk: boolean;
}

export function promptOf(now: Outlook, facts: PromptFacts): Prompt | undefined {
  return ofTurn(now, facts) ?? ofInterruption(now) ?? ofNext(now) ?? ofLastCall(now, facts);
}

function ofTurn({ turn }: Outlook, { heard }: PromptFacts): Prompt | undefined {
  if (turn === undefined || !turn.mine) return undefined;
  const about = (what: PromptName): Prompt => ({ what, key: `${what}:${turn.id}`, name: turn.name });
  if (turn.stopped) return about("stopped");
  if (turn.inWriting && turn.tone === "calm") return about("write");
  if (!turn.inWriting && !heard) return about(turn.guest ? "unmute_for" : "unmute");
  if (turn.tone === "over") return about("time_up");
  return turn.tone === "warning" ? about("warning") : undefined;
}

function ofInterruption({ turn, interrupted }: Outlook): Prompt | undefined {
  if (interrupted === undefined || !interrupted.mine) return undefined;
  return { what: "interrupted", key: `interrupted:${turn?.id ?? ""}`, name: turn?.name ?? "", remaining: interrupted.remaining };
}

function ofNext({ next }: Outlook): Prompt | undefined {
  return next && { what: next.guest ? "next_for" : "next", key: `next:${next.id}`, name: next.name };
}

/** Not for whoever chairs: they called it, or see it beside their own button. */
function ofLastCall({ closesAt, closed, entries, gavel }: Outlook, { mayAsk }: PromptFacts): Prompt | undefined {
  if (closesAt === undefined || closed || entries.length > 0 || !mayAsk || gavel === "mine") return undefined;
  return { what: "last_call", key: `last_call:${closesAt}`, until: closesAt };
}
