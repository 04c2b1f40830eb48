import { http } from "@/core/http/http";
import type { Language } from "@/core/language/language";

/** With what the provider sent the browser back: what stands in the address of our page. */
export interface ProviderAnswer {
  readonly state: string;
  readonly code?: string;
  readonly iss?: string;
  readonly error?: string;
}

/** Where to go to sign in; afterwards `next` is told again. */
export const signInElsewhere = async (next: string): Promise<string> =>
  (await http.post<{ address: string }>("/api/sign-in/openid", { next })).address;

/** Where to go to connect an account to one's own; asks for the password when the sign-in is not a fresh one. */
export const connectAccount = async (next: string, password = ""): Promise<string> =>
  (await http.post<{ address: string }>("/api/identities", { next, ...(password && { password }) })).address;

export const finishElsewhere = (answer: ProviderAnswer, language: Language): Promise<{ next: string; linked: boolean }> =>
  http.post("/api/sign-in/openid/answer", { ...answer, language });

/** An account elsewhere with which the person signs in. */
export interface Identity {
  readonly id: string;
  readonly issuer: string;
  readonly email?: string;
  /** Of the provider that is in use now. */
  readonly current: boolean;
  readonly created_at: string;
  readonly used_at: string;
}

export const identities = async (): Promise<Identity[]> => (await http.get<{ items: Identity[] }>("/api/identities")).items;

export const disconnect = (id: string): Promise<void> => http.delete(`/api/identities/${encodeURIComponent(id)}`);

export type How = "password" | "mail_link" | "openid" | "welcome" | "first_start";

/** The person signed in, or somebody tried `times` times in vain. */
export interface HistoryEntry {
  readonly id: string;
  readonly at: string;
  readonly how: How;
  readonly succeeded: boolean;
  readonly times: number;
  readonly agent: string;
  readonly address: string;
}

export interface HistoryPage {
  readonly items: readonly HistoryEntry[];
  /** Where the next page begins; absent on the last. */
  readonly earlier?: string;
}

export const signInHistory = (before?: string): Promise<HistoryPage> =>
  http.get(`/api/sign-in-history?most=10${before ? `&before=${encodeURIComponent(before)}` : ""}`);
