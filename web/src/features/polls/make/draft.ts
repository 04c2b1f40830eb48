import { MOST_CLUBS, MOST_OPTIONS, type Poll, type PollFields, type Repeats } from "@/features/polls/api";

/** The form of a poll. Numbers are texts, as fields have them. */
export interface Draft {
  title: string;
  note: string;
  zone: string;
  minutes: string;
  repeats: Repeats;
  /** Wall clocks of the zone, in order. */
  options: readonly string[];
  clubs: readonly string[];
  /** Wall clock of the zone; empty without. */
  deadline: string;
}

export const newDraft = (zone: string): Draft =>
  ({ title: "", note: "", zone, minutes: "90", repeats: "once", options: [], clubs: [], deadline: "" });

export const draftOf = (poll: Poll): Draft => ({
  title: poll.title,
  note: poll.note,
  zone: poll.zone,
  minutes: String(poll.minutes),
  repeats: poll.repeats,
  options: poll.options.map(({ wall }) => wall.slice(0, 16)),
  clubs: poll.clubs.map(({ id }) => id),
  deadline: (poll.deadline ?? "").slice(0, 16),
});

export const fieldsOf = (draft: Draft): PollFields => ({
  title: draft.title.trim(),
  note: draft.note.trim(),
  zone: draft.zone,
  minutes: Number(draft.minutes),
  repeats: draft.repeats,
  options: draft.options,
  club_ids: draft.clubs,
  deadline: draft.deadline || null,
});

export type Gap = "title" | "minutes" | "options" | "too_many_options" | "clubs" | "too_many_clubs";

/** What is still to be said before anybody can be asked. */
export function gapsOf(draft: Draft): Gap[] {
  const minutes = Number(draft.minutes);
  return [
    ...(draft.title.trim() ? [] : ["title" as const]),
    ...(/^\d+$/.test(draft.minutes) && minutes >= 5 && minutes <= 1440 ? [] : ["minutes" as const]),
    ...(draft.options.length > 0 ? [] : ["options" as const]),
    ...(draft.options.length <= MOST_OPTIONS ? [] : ["too_many_options" as const]),
    ...(draft.clubs.length > 0 ? [] : ["clubs" as const]),
    ...(draft.clubs.length <= MOST_CLUBS ? [] : ["too_many_clubs" as const]),
  ];
}
