import { http } from "@/core/http/http";
import type { Campus, ClubName } from "@/shell/clubs";

export type Choice = "yes" | "if_need_be" | "no";
export const CHOICES: readonly Choice[] = ["yes", "if_need_be", "no"];

export type Repeats = "once" | "weekly" | "fortnightly";
export const REPEATS: readonly Repeats[] = ["once", "weekly", "fortnightly"];

/** As the server has it. */
export const MOST_OPTIONS = 60;
export const MOST_CLUBS = 100;

/** An option on the wall of a zone; `start`, `end` and `on` are wall clocks there. */
export interface LocalHours {
  readonly start: string;
  readonly end: string;
  /** Outside 08:00–22:00 at the first date. */
  readonly bad_hour: boolean;
  /** On how many of the option's dates. */
  readonly bad_dates: number;
  readonly shifts: readonly { readonly on: string; readonly sees: string; readonly instead_of: string }[];
}

export interface OptionHours {
  readonly key: string;
  /** As it was asked, on the wall of the poll's zone. */
  readonly wall: string;
  readonly start: string;
  readonly end: string;
  /** What clocks show instead, where they are put forward over the hour. */
  readonly becomes?: string | null;
  /** One, or the dates of half a year where the option repeats. */
  readonly dates: number;
  readonly hours: Readonly<Record<string, LocalHours>>;
}

export interface HoursAsked {
  readonly zone: string;
  readonly minutes: number;
  readonly repeats: Repeats;
  readonly options: readonly string[];
  readonly club_ids: readonly string[];
}

export interface PollFields extends HoursAsked {
  readonly title: string;
  readonly note: string;
  /** On the wall of the zone. */
  readonly deadline: string | null;
}

export interface PollOption extends OptionHours {
  /** One is the best; equally good ones share a place. */
  readonly place: number;
  readonly yes: readonly string[];
  readonly if_need_be: readonly string[];
  readonly no: readonly string[];
  readonly unanswered: readonly string[];
  /** For whom the hour is bad at least once. */
  readonly bad_for: readonly string[];
}

export interface PersonName {
  readonly id: string;
  readonly name: string;
}

export interface ClubAnswer {
  readonly club_id: string;
  readonly choices: Readonly<Record<string, Choice>>;
  readonly note: string;
  readonly by: PersonName;
  readonly at: string;
  readonly earlier: readonly { readonly by: PersonName; readonly at: string }[];
}

export interface Poll {
  readonly id: string;
  /** Of the link; only for those who hand it out or have it. */
  readonly slug?: string | null;
  readonly title: string;
  readonly note: string;
  readonly zone: string;
  readonly minutes: number;
  readonly repeats: Repeats;
  readonly state: "open" | "closed";
  readonly by: PersonName;
  readonly created_at: string;
  readonly closes_at?: string | null;
  readonly deadline?: string | null;
  readonly closed_at?: string | null;
  readonly chosen?: string | null;
  readonly options: readonly PollOption[];
  readonly clubs: readonly (ClubName & { readonly campus_id: string })[];
  readonly campuses: readonly Campus[];
  readonly answers: readonly ClubAnswer[];
  /** The clubs for which the reader answers. */
  readonly mine: readonly string[];
  readonly may_organize: boolean;
}

export interface PollEntry {
  readonly id: string;
  readonly title: string;
  readonly state: "open" | "closed";
  readonly created_at: string;
  readonly closes_at?: string | null;
  readonly chosen?: string | null;
  readonly options: number;
  readonly asked: number;
  readonly answered: number;
  /** Clubs of the reader that have not answered. */
  readonly waiting: readonly string[];
  readonly may_organize: boolean;
}

export interface PollList {
  readonly items: readonly PollEntry[];
  readonly next?: string | null;
}

export interface AnswerFields {
  readonly club_id: string;
  readonly choices: Readonly<Record<string, Choice>>;
  readonly note: string;
}

/** What shall be different; what is left out stays. */
export type PollChanges = Partial<Pick<PollFields, "title" | "note" | "options" | "club_ids" | "deadline">>;

const path = (id: string): string => `/api/polls/${encodeURIComponent(id)}`;

export const myPolls = (after = ""): Promise<PollList> => http.get(`/api/polls${after && `?after=${encodeURIComponent(after)}`}`);
export const poll = (id: string): Promise<Poll> => http.get(path(id));
export const makePoll = (fields: PollFields): Promise<Poll> => http.post("/api/polls", fields);
export const changePoll = (id: string, changes: PollChanges, confirmed: boolean): Promise<Poll> => http.patch(path(id), { ...changes, confirmed });
export const deletePoll = (id: string): Promise<void> => http.delete(path(id));
export const answerPoll = (id: string, answer: AnswerFields): Promise<Poll> => http.put(`${path(id)}/answer`, answer);
export const closePoll = (id: string, chosen: string | null): Promise<Poll> => http.post(`${path(id)}/close`, { chosen });
export const reopenPoll = (id: string): Promise<Poll> => http.post(`${path(id)}/reopen`);
export const hoursOf = (asked: HoursAsked): Promise<{ options: readonly OptionHours[]; campuses: readonly Campus[] }> =>
  http.post("/api/polls/hours", asked);

/** The link that is handed out: who has it may see the poll. */
export const linkOf = (one: Poll): string => (one.slug ? new URL(`/polls/${one.slug}`, window.location.origin).href : "");
