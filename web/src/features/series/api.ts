import { http } from "@/core/http/http";
import type { Schedule } from "@/features/series/plan/schedule";
import { sendSheet, type Imported } from "@/shell/sheets";
import type { Somebody } from "@/shell/somebody";

export interface PersonName {
  readonly id: string;
  readonly name: string;
}

export type SeriesRole = "organizer" | "moderator" | "scribe";
export const SERIES_ROLES: readonly SeriesRole[] = ["organizer", "moderator", "scribe"];

export interface SeriesEntry {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly sentence_zh: string;
  readonly sentence_en: string;
  readonly ended_at?: string | null;
}

export interface Series extends SeriesEntry {
  readonly about: string;
  readonly schedule: Schedule;
  readonly doors_minutes: number;
  readonly language: string;
  readonly preceded_by?: string | null;
  readonly followed_by?: string | null;
  /** Grows with each edit. */
  readonly sequence: number;
  readonly roles: readonly { readonly person: PersonName; readonly role: SeriesRole }[];
  readonly mine: readonly (SeriesRole | "representative" | "administrator")[];
  readonly may_organize: boolean;
}

/** What an organizer says of a series. */
export interface SeriesFields {
  readonly title: string;
  readonly about: string;
  readonly schedule: Schedule;
  readonly doors_minutes: number;
}

/** An edit: only what is to be changed, and on which state it was made; somebody else's since then is not written over. */
export interface SeriesEdit {
  readonly changes: Partial<SeriesFields>;
  readonly sequence: number;
  /** It is taken that what was named as lost is lost. */
  readonly confirmed: boolean;
}

export interface Preview {
  readonly sentence_zh: string;
  readonly sentence_en: string;
  /** How many dates were looked at: those of about a year. */
  readonly dates: number;
  readonly next: readonly PreviewDate[];
  /** How many dates are still to come, and the last; without an end neither. */
  readonly left?: number | null;
  readonly last?: PreviewDate | null;
  readonly campuses: readonly CampusPreview[];
}

export interface PreviewDate {
  readonly key: string;
  readonly start: string;
  readonly end: string;
  readonly zone: string;
}

/** What a schedule means on one campus. `start`, `on`, `sees` are wall clocks there. */
export interface CampusPreview {
  readonly id: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly city_zh: string;
  readonly city_en: string;
  readonly zone: string;
  readonly times: readonly { readonly key: string; readonly start: string; readonly end: string; readonly bad_hour: boolean }[];
  readonly shifts: readonly { readonly key: string; readonly on: string; readonly sees: string; readonly instead_of: string }[];
  readonly bad_hours: number;
}

export type Answer = "coming" | "maybe" | "not";
export const ANSWERS: readonly Answer[] = ["coming", "maybe", "not"];

export interface ClubResponse {
  readonly club_id: string;
  readonly answer: Answer;
  readonly note: string;
  readonly by: PersonName;
  readonly at: string;
}

export interface Session {
  readonly series_id: string;
  readonly slug: string;
  /** Its identity: when it was first planned, on the wall of `zone`. */
  readonly key: string;
  readonly title: string;
  readonly retitled: boolean;
  readonly start: string;
  readonly end: string;
  readonly zone: string;
  /** On the wall of `zone`, as the series has it. */
  readonly planned: string;
  readonly doors_at: string;
  readonly cancelled: boolean;
  readonly moved: boolean;
  readonly held: readonly { readonly session_id: string; readonly opened_at: string; readonly live: boolean }[];
  readonly responses: readonly ClubResponse[];
}

export interface SessionPage {
  readonly items: readonly Session[];
  readonly earlier?: string | null;
  readonly later?: string | null;
}

/** What shall be different about a session; null is as in the series again. */
export interface SessionChanges {
  readonly cancelled?: boolean;
  readonly start?: string | null;
  readonly minutes?: number | null;
  readonly title?: string | null;
}

export type SeatKind = "principal" | "alternate";

export interface Seat {
  readonly id: string;
  readonly club_id: string;
  readonly person: PersonName;
  readonly kind: SeatKind;
  readonly since: string;
  readonly until?: string | null;
  readonly held: boolean;
}

export interface SeatEvent {
  readonly club_id: string;
  readonly kind: SeatKind;
  readonly act: "taken" | "left" | "handed_over";
  readonly from_person?: PersonName | null;
  readonly to_person?: PersonName | null;
  readonly by: PersonName;
  readonly at: string;
}

export interface ClubName {
  readonly id: string;
  readonly name_zh: string;
  readonly name_en: string;
}

export interface SeatList {
  readonly items: readonly Seat[];
  readonly clubs: readonly ClubName[];
  readonly record: readonly SeatEvent[];
}

/** What a sheet of seats does. Seats of it that stand already stay as they are. */
export interface ImportedSeats extends Imported {
  readonly invited: number;
  readonly unchanged: number;
}

export interface SeatForm extends Somebody {
  readonly club_id: string;
  readonly kind: SeatKind;
  readonly since: string | null;
  readonly until: string | null;
}

export interface SeriesConflict {
  readonly key: string;
  readonly clubs: readonly string[];
  readonly start: string;
  readonly end: string;
  readonly series_id?: string | null;
  readonly title?: string | null;
}

export interface HomeSession {
  readonly series_id: string;
  readonly slug: string;
  readonly key: string;
  readonly title: string;
  readonly start: string;
  readonly end: string;
  readonly doors_at: string;
  readonly zone: string;
  readonly cancelled: boolean;
  readonly moved: boolean;
  /** The session that goes on now. */
  readonly live?: string | null;
  readonly answers: readonly { readonly club_id: string; readonly answer?: Answer | null }[];
}

/** A poll of availability that clubs of the reader have not answered. */
export interface HomePoll {
  readonly id: string;
  readonly title: string;
  readonly closes_at?: string | null;
  readonly clubs: readonly string[];
}

export interface Home {
  readonly next: readonly HomeSession[];
  readonly to_answer: readonly HomeSession[];
  readonly polls: readonly HomePoll[];
  readonly series: readonly (SeriesEntry & { readonly roles: readonly SeriesRole[]; readonly clubs: readonly string[] })[];
  readonly clubs: readonly (ClubName & { readonly series: readonly string[] })[];
}

/** As many as the server gives at once. */
const MOST_AT_ONCE = "100";

const path = (id: string): string => `/api/series/${encodeURIComponent(id)}`;
const sessionPath = (id: string, key: string): string => `${path(id)}/sessions/${encodeURIComponent(key)}`;

export const home = (): Promise<Home> => http.get("/api/home");
/** All of the reader's, page by page. */
export async function mySeries(): Promise<readonly SeriesEntry[]> {
  const found: SeriesEntry[] = [];
  let after: string | null | undefined = "";
  do {
    const page: { items: SeriesEntry[]; next?: string | null } = await http.get(`/api/series?most=${MOST_AT_ONCE}${after && `&after=${after}`}`);
    found.push(...page.items);
    after = page.next;
  } while (after);
  return found;
}
export const series = (id: string): Promise<Series> => http.get(path(id));
export const makeSeries = (fields: SeriesFields & { language: string }): Promise<Series> => http.post("/api/series", fields);
export const changeSeries = (id: string, { changes, ...edit }: SeriesEdit): Promise<Series> => http.patch(path(id), { ...changes, ...edit });
export const endSeries = (id: string): Promise<void> => http.delete(path(id));
export const preview = (asked: { readonly schedule: Schedule; readonly campus_ids?: readonly string[]; readonly most: number }): Promise<Preview> =>
  http.post("/api/series/preview", asked);

/** Those that are not over, or a page before or after a place. */
export const sessions = (id: string, where: Readonly<Record<string, string>> = {}): Promise<SessionPage> => {
  const query = new URLSearchParams(where).toString();
  return http.get(`${path(id)}/sessions${query && `?${query}`}`);
};

const BEGINNING = "20000101T000000Z";

/** Every session of a series, page by page; a series has at most 570. */
export async function everySession(id: string): Promise<Session[]> {
  const found: Session[] = [];
  let after: string | null | undefined = BEGINNING;
  while (after) {
    const page = await sessions(id, { after, most: MOST_AT_ONCE });
    found.push(...page.items);
    after = page.later;
  }
  return found;
}
export const session = (id: string, key: string): Promise<Session> => http.get(sessionPath(id, key));
export const changeSession = (id: string, key: string, changes: SessionChanges): Promise<Session> => http.patch(sessionPath(id, key), changes);
/** This and following: the old series ends before the date, a new one begins with it. */
export const changeFollowing = (id: string, key: string, edit: SeriesEdit): Promise<{ after: Series }> =>
  http.post(`${sessionPath(id, key)}/following`, edit);
export const respond = (id: string, key: string, club: string, said: { answer: Answer | null; note: string }): Promise<Session> =>
  http.put(`${sessionPath(id, key)}/response`, { club_id: club, ...said });

export const seats = (id: string): Promise<SeatList> => http.get(`${path(id)}/seats`);
export const addSeat = (id: string, form: SeatForm): Promise<Seat> => http.post(`${path(id)}/seats`, form);
/** On a dry run it only says what it would do; who is new is invited by mail. */
export const importSeats = async (id: string, file: Blob, dryRun: boolean): Promise<ImportedSeats> => ({
  ...(await sendSheet<Omit<ImportedSeats, "updated">>(`${path(id)}/seats/import`, file, dryRun)), updated: 0,
});
export const removeSeat = (id: string, seat: string): Promise<void> => http.delete(`${path(id)}/seats/${encodeURIComponent(seat)}`);
export const giveRole = (id: string, somebody: Somebody, role: SeriesRole): Promise<Series> => http.post(`${path(id)}/roles`, { ...somebody, role });
export const takeRole = (id: string, person: string, role: SeriesRole): Promise<void> =>
  http.delete(`${path(id)}/roles/${encodeURIComponent(person)}/${role}`);
export const conflicts = async (id: string): Promise<readonly SeriesConflict[]> =>
  (await http.get<{ items: SeriesConflict[] }>(`${path(id)}/conflicts`)).items;

/** The one link by which every session of a series is entered. */
export const entryPath = (one: { readonly slug: string }): string => `/r/${one.slug}`;
/** A session as a file that calendar programs take. */
export const calendarFile = (one: { readonly series_id: string; readonly key: string }, language: string): string =>
  `${sessionPath(one.series_id, one.key)}.ics?language=${encodeURIComponent(language)}`;
