import type { Nth, Weekday } from "@/shell/days";

export interface Rule {
  readonly frequency: "daily" | "weekly" | "monthly";
  readonly interval: number;
  readonly weekdays?: readonly Weekday[];
  readonly month_day?: number | null;
  readonly nth?: Nth | null;
  readonly until?: string | null;
  readonly count?: number | null;
}

export interface Anchor {
  readonly zone: string;
  readonly time: string;
}

/** When a series meets, as the server keeps it: wall clocks of the anchors' zones. */
export interface Schedule {
  readonly starts_on: string;
  readonly anchors: readonly Anchor[];
  readonly minutes: number;
  readonly rule?: Rule | null;
  readonly extra?: readonly string[];
}
