/** The clock of a turn at a moment of the server's time. All clients show the same second, because all ask the server's clock. */
import type { TurnView } from "@/generated/messages";

export interface ClockFace {
  /** Milliseconds spoken. */
  readonly used: number;
  /** Milliseconds left; below zero it is overtime. */
  readonly remaining: number;
  /** The part of the limit that is left, 1 to 0. */
  readonly share: number;
  readonly tone: "calm" | "warning" | "over";
  readonly runs: boolean;
}

type Clocked = Pick<TurnView, "limit" | "used" | "running_since">;

/** Milliseconds since the clock was last set going; nothing while it stands still. */
export function runningFor(turn: Pick<TurnView, "running_since">, now: number): number {
  return turn.running_since === undefined ? 0 : Math.max(0, now - Date.parse(turn.running_since));
}

export function clockFace(turn: Clocked, warning: number, now: number): ClockFace {
  const used = turn.used + runningFor(turn, now);
  const remaining = turn.limit - used;
  const tone = remaining < 0 ? "over" : remaining <= warning ? "warning" : "calm";
  return { used, remaining, share: Math.min(1, Math.max(0, remaining / turn.limit)), tone, runs: turn.running_since !== undefined };
}

/** `1:23`; whole seconds, hours only when there are any. */
export function clockText(seconds: number): string {
  const pad = (part: number): string => String(part).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`;
}

/** Time used, as `18:24`. */
export function usedText(milliseconds: number): string {
  return clockText(Math.floor(Math.max(0, milliseconds) / 1000));
}

/** Time left: it says 0:00 only when it is over, and counts on as `+0:12`. */
export function remainingText(milliseconds: number): string {
  return milliseconds >= 0 ? clockText(Math.ceil(milliseconds / 1000)) : `+${clockText(Math.floor(-milliseconds / 1000))}`;
}
