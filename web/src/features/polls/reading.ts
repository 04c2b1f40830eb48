import type { Choice, LocalHours, Poll, PollOption, Repeats } from "@/features/polls/api";
import { isBadHour } from "@/shell/times";

export type Order = "best" | "date";

/** The options in the order that was asked for; among equally good ones the earlier first. */
export const ordered = (options: readonly PollOption[], order: Order): PollOption[] =>
  (order === "date" ? [...options] : options.toSorted((one, other) => one.place - other.place || one.key.localeCompare(other.key)));

/** Whether anything was said, so that "best" means something. */
export const hasAnswers = (poll: Poll): boolean => poll.answers.length > 0;

/** What a place sees of an option. */
export interface Seen {
  readonly zone: string;
  readonly hours: LocalHours;
  /** Bad on the first date, on later ones only, or never. */
  readonly bad: "first" | "later" | null;
}

/** What every place sees, in the order of the places. */
export function seenBy(hours: Readonly<Record<string, LocalHours>>, zones: readonly string[]): Seen[] {
  return zones.flatMap((zone) => {
    const found = hours[zone];
    return found ? [{ zone, hours: found, bad: found.bad_hour ? "first" as const : found.bad_dates > 0 ? "later" as const : null }] : [];
  });
}

/** Whether an option is at a bad hour where the reader is. */
export const badHere = (option: { readonly start: string; readonly end: string }, zone: string): boolean =>
  isBadHour(new Date(option.start), new Date(option.end), zone);

/** What a club has said so far, as a form has it. */
export function choicesOf(poll: Poll, club: string): Record<string, Choice> {
  return { ...poll.answers.find((one) => one.club_id === club)?.choices };
}

/** Where the plan of a series begins when an option is taken: a query of its page. A single hour in a gap is planned as what it becomes. */
export function planOf(poll: Poll, option: PollOption, repeats: Repeats): Record<string, string> {
  return {
    title: poll.title,
    start: ((repeats === "once" && option.becomes) || option.wall).slice(0, 16),
    zone: poll.zone,
    minutes: String(poll.minutes),
    repeats,
    campuses: poll.campuses.map(({ id }) => id).join(" "),
  };
}
