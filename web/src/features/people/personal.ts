import { http } from "@/core/http/http";

/** Why an account cannot be deleted yet. */
export interface Obstacle {
  readonly code: "last_administrator" | "series_needs_organizer" | "own_room_is_live";
  readonly title?: string;
  readonly id?: string;
}

/** What deleting an account means. */
export interface Prospect {
  readonly obstacles: readonly Obstacle[];
  readonly seats: readonly string[];
  readonly roles: readonly string[];
  readonly rooms_passed_on: readonly string[];
  readonly rooms_deleted: readonly string[];
  readonly sessions: number;
  readonly tokens: number;
  readonly feeds: number;
  /** Of one's own account only. */
  readonly has_password?: boolean;
  readonly fresh_until?: string;
}

/** Everything that is known of oneself, as a file. */
export async function exported(): Promise<Blob> {
  const known = await http.get<object>("/api/me/export");
  return new Blob([JSON.stringify(known, null, 2)], { type: "application/json" });
}

export const ownProspect = (): Promise<Prospect> => http.get("/api/me/deletion");

export const deleteOwn = (password: string): Promise<void> => http.post("/api/me/deletion", password ? { password } : {});

const path = (id: string): string => `/api/people/${encodeURIComponent(id)}`;

export const prospectOf = (id: string): Promise<Prospect> => http.get(`${path(id)}/deletion`);

export const deleteAccount = (id: string): Promise<void> => http.delete(path(id));
