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
  readonly last_error?: string;
}

export interface Outbox {
  /** There is a mail server; without one letters wait. */
  readonly set_up: boolean;
  readonly items: readonly Letter[];
}

export const outbox = (): Promise<Outbox> => http.get("/api/mail");

export const retry = (id: string): Promise<void> => http.post(`/api/mail/${encodeURIComponent(id)}/retry`);
