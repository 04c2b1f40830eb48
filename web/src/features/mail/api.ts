import { http } from "@/core/http/http";

export type LetterState = "waiting" | "sent" | "failed" | "dropped";

/** A letter as administrators see it; what it says is for its reader alone. */
export interface Letter {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly state: LetterState;
  readonly written_at: string;
  /** When it is tried next. */
  readonly next_at?: string;
  readonly done_at?: string;
  readonly attempts: number;
  /** What the mail server said; of a letter that was left unsent, why. */
  readonly last_error?: string;
}

export interface Outbox {
  /** There is a mail server; without one letters wait. */
  readonly set_up: boolean;
  readonly items: readonly Letter[];
  /** After which letter the next page begins; absent on the last. */
  readonly next?: string;
}

/** So many at a time. */
const MOST = 30;

export const outbox = (after?: string): Promise<Outbox> =>
  http.get(`/api/mail?most=${MOST}${after === undefined ? "" : `&after=${encodeURIComponent(after)}`}`);

export const retry = (id: string): Promise<void> => http.post(`/api/mail/${encodeURIComponent(id)}/retry`);

/** What a link at the end of a letter stops, for whoever has the link. */
export interface Wish {
  readonly topic: "reminders" | "invitations";
  /** With most of its letters left out. */
  readonly address: string;
  readonly wanted: boolean;
}

const stopPath = (token: string): string => `/api/unsubscribe/${encodeURIComponent(token)}`;

export const wish = (token: string): Promise<Wish> => http.get(stopPath(token));

export const changeWish = (token: string, wanted: boolean): Promise<Wish> => http.post(stopPath(token), { wanted });
