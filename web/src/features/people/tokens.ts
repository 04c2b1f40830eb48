import { http } from "@/core/http/http";

/** What a token may be let do, in the order in which people read it. */
export const SCOPES = [
  "read", "profile:write", "rooms:write", "series:write", "clubs:write", "people:read", "people:write",
] as const;
export type Scope = (typeof SCOPES)[number];

/** Only of use to administrators. */
export const ADMINISTRATIVE: ReadonlySet<Scope> = new Set<Scope>(["people:read", "people:write"]);

/** How long a token may live, in days. */
export const LIVES = [7, 30, 90, 366] as const;

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly created_at: string;
  readonly expires_at: string;
  readonly last_used_at?: string;
  readonly expired: boolean;
}

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly days: number;
}

export const tokens = async (): Promise<ApiToken[]> => (await http.get<{ items: ApiToken[] }>("/api/tokens")).items;

/** The secret is told this once. */
export const makeToken = (facts: NewToken): Promise<{ token: ApiToken; secret: string }> => http.post("/api/tokens", facts);

export const revokeToken = (id: string): Promise<void> => http.delete(`/api/tokens/${encodeURIComponent(id)}`);
