import { http } from "@/core/http/http";
import { everyPage } from "@/core/http/pages";
import type { Language } from "@/core/language/language";
import { sendSheet, type Imported } from "@/shell/sheets";

/** A person as administrators see them. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly administrator: boolean;
  readonly disabled: boolean;
  /** They have not yet set a password with their link. */
  readonly waiting: boolean;
}

/** One browser in which the person is signed in. */
export interface SignIn {
  readonly id: string;
  readonly created_at: string;
  readonly last_seen_at: string;
  /** The browser's own description of itself. */
  readonly agent: string;
  readonly address: string;
  readonly current: boolean;
}

export interface FirstStart {
  readonly token: string;
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly language: Language;
}

export const firstStart = (facts: FirstStart): Promise<void> => http.post("/api/first-start", facts);

export const signIn = (email: string, password: string): Promise<void> => http.post("/api/sign-in", { email, password });

/** Has a link sent by mail that leads on to a page; the answer is the same whether somebody has this address here. */
export const askForLink = (email: string, next: string): Promise<void> => http.post("/api/sign-in/link", { email, next });

const linkPath = (token: string): string => `/api/sign-in/link/${encodeURIComponent(token)}`;

export const linkOwner = (token: string): Promise<{ name: string; email: string }> => http.get(linkPath(token));

export const takeLink = (token: string): Promise<void> => http.post(linkPath(token));

const welcomePath = (token: string): string => `/api/welcome/${encodeURIComponent(token)}`;

export const welcomed = (token: string): Promise<{ name: string; email: string }> => http.get(welcomePath(token));

export const acceptWelcome = (token: string, password: string, language: string): Promise<void> =>
  http.post(welcomePath(token), { password, language });

/** What a person may change about themselves; what is left out stays. */
export interface Profile {
  readonly name?: string;
  readonly language?: Language;
  readonly club_id?: string | null;
  /** By whose clocks letters tell times; none for those of the club's campus. */
  readonly zone?: string | null;
  readonly mail_reminders?: boolean;
  readonly mail_invitations?: boolean;
}

export const changeProfile = (profile: Profile): Promise<unknown> => http.patch("/api/me", profile);

export interface PasswordStanding {
  readonly has_password: boolean;
  /** Until then it need not be shown to set another. */
  readonly fresh_until?: string;
}

export const passwordStanding = (): Promise<PasswordStanding> => http.get("/api/password");

/** Sets one's own password; without the current one the sign-in must be a fresh one. */
export const setPassword = (next: string, current?: string): Promise<void> =>
  http.post("/api/password", { new: next, ...(current !== undefined && { current }) });

export const signIns = async (): Promise<SignIn[]> => (await http.get<{ items: SignIn[] }>("/api/sign-ins")).items;

export const endSignIn = (id: string): Promise<void> => http.delete(`/api/sign-ins/${encodeURIComponent(id)}`);

const personPath = (id: string): string => `/api/people/${encodeURIComponent(id)}`;

export const accounts = (): Promise<Account[]> => everyPage<Account>("/api/people");

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly administrator: boolean;
  /** Send them the link by mail, too. */
  readonly invite: boolean;
}

/** Adds a person; the link, shown once, lets them set their password. */
export const addAccount = (facts: NewAccount): Promise<{ person: Account; link: string }> => http.post("/api/people", facts);

export const newLink = (id: string): Promise<{ link: string }> => http.post(`${personPath(id)}/link`);

export const changeAccount = (id: string, change: Partial<Pick<Account, "name" | "administrator" | "disabled">>): Promise<Account> =>
  http.patch(personPath(id), change);

/** Those who are new are written to when `invite`. */
export const importSheet = (file: Blob, dryRun: boolean, invite: boolean): Promise<Imported> =>
  sendSheet("/api/people/import", file, dryRun, { invite });

export const exportSheet = async (): Promise<string> => (await http.get<{ csv: string }>("/api/people/export")).csv;
