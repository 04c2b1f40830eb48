import { http } from "@/core/http/http";
import type { HomeSession, PersonName, Seat, SeatKind, SeriesRole } from "@/features/series/api";

/** What a club, or those of a campus, do in the series that are the reader's too. */
export interface ClubActivity {
  readonly seats: readonly {
    readonly series_id: string;
    readonly title: string;
    readonly club_id: string;
    readonly person: PersonName;
    readonly kind: SeatKind;
  }[];
  readonly next: readonly Pick<HomeSession, "series_id" | "slug" | "key" | "title" | "start" | "end" | "zone" | "cancelled" | "moved">[];
  readonly past: readonly {
    readonly series_id: string;
    readonly key: string;
    readonly title: string;
    readonly opened_at: string;
    readonly session_id: string;
  }[];
}

/** What would go to somebody's successor. */
export interface HandoverPlan {
  readonly seats: readonly { readonly series_id: string; readonly title: string; readonly kind: SeatKind }[];
  readonly roles: readonly { readonly series_id: string; readonly title: string; readonly role: SeriesRole }[];
  /** Whether they are an officer of the club. */
  readonly office: boolean;
  /** Calendars of the club that they have made. */
  readonly feeds: number;
}

export interface HandedOver {
  readonly heir: PersonName;
  readonly seats: readonly (Seat & { readonly series_id: string })[];
  readonly roles: number;
  readonly office: boolean;
  readonly feeds: number;
  /** Whether a letter goes to the heir, who had no account. */
  readonly invited: boolean;
}

const clubPath = (club: string): string => `/api/clubs/${encodeURIComponent(club)}`;

export const clubActivity = (club: string): Promise<ClubActivity> => http.get(`${clubPath(club)}/activity`);
export const campusActivity = (campus: string): Promise<ClubActivity> => http.get(`/api/campuses/${encodeURIComponent(campus)}/activity`);
export const handoverPlan = (club: string, person: string): Promise<HandoverPlan> =>
  http.get(`${clubPath(club)}/handover/${encodeURIComponent(person)}`);
/** Everything that somebody holds for a club, in one act. */
export const handEverythingOver = (
  club: string, from: string, to: { readonly email: string; readonly name?: string }, withRoles: boolean,
): Promise<HandedOver> => http.post(`${clubPath(club)}/handover`, { from_person: from, to, with_roles: withRoles });
