/** What is planned in a room, as its door tells it. */
export interface PlannedSession {
  readonly title: string;
  readonly start: string;
  readonly end: string;
  readonly opens_at: string;
  readonly zone: string;
  readonly cancelled: boolean;
  readonly moved_from?: string | null;
}

export interface DoorsFacts {
  /** By the clock that opens the doors. */
  readonly now: string;
  readonly open: boolean;
  readonly next?: PlannedSession | null;
  /** What somebody may come for by mistake. */
  readonly changes: readonly PlannedSession[];
}

/** A countdown says more than a date only on the day itself. */
const SOON_MS = 12 * 3_600_000;

export type Wait = "soon" | "later" | "nothing";

/** What somebody at closed doors is waiting for. */
export function waitOf(doors: DoorsFacts, now: number): Wait {
  if (!doors.next) return "nothing";
  return Date.parse(doors.next.opens_at) - now <= SOON_MS ? "soon" : "later";
}

/** "4:59", or "1:04:59" from an hour on; never below zero. The second that has begun counts, as on any clock face. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part: number): string => String(part).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
