import { http } from "@/core/http/http";

/** A calendar that programs read by its address; the address itself is told only once. */
export interface Feed {
  readonly id: string;
  readonly club_id?: string | null;
  readonly language: string;
  readonly created_at: string;
}

export interface FeedMade {
  readonly feed: Feed;
  /** Holds the secret. */
  readonly path: string;
}

export const feeds = async (): Promise<readonly Feed[]> => (await http.get<{ items: Feed[] }>("/api/feeds")).items;
export const makeFeed = (club: string | null, language: string): Promise<FeedMade> =>
  http.post("/api/feeds", club ? { club_id: club, language } : { language });
export const revokeFeed = (id: string): Promise<void> => http.delete(`/api/feeds/${encodeURIComponent(id)}`);

/** The clubs whose calendars one may have: those that one is an officer of. */
export const offices = async (): Promise<readonly string[]> => (await http.get<{ clubs: string[] }>("/api/offices")).clubs;
