import { Problem, problemOf } from "@/core/http/problems";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A person stares at the page meanwhile; past this the honest answer is that the server does not answer. */
const PATIENCE_MS = 15_000;

export interface HttpOptions {
  readonly fetch: typeof fetch;
  /** Asked when the server no longer knows our CSRF token (signed in or out in another tab). */
  readonly renewCsrf?: () => Promise<string>;
}

/** JSON over HTTP to our own server; everything that goes wrong is thrown as a `Problem`. */
export class Http {
  #csrf = "";
  readonly #options: HttpOptions;

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  /** The token of the present cookie; sent with every request that changes something. */
  useCsrf(token: string): void {
    this.#csrf = token;
  }

  get csrf(): string {
    return this.#csrf;
  }

  get<T>(path: string): Promise<T> {
    return this.#ask<T>("GET", path);
  }

  post<T>(path: string, body: object = {}): Promise<T> {
    return this.#change<T>("POST", path, body);
  }

  put<T>(path: string, body: object = {}): Promise<T> {
    return this.#change<T>("PUT", path, body);
  }

  patch<T>(path: string, body: object): Promise<T> {
    return this.#change<T>("PATCH", path, body);
  }

  delete(path: string): Promise<void> {
    return this.#change("DELETE", path);
  }

  async #change<T>(method: Method, path: string, body?: object): Promise<T> {
    try {
      return await this.#ask<T>(method, path, body);
    } catch (thrown) {
      const renew = this.#options.renewCsrf;
      if (!renew || !(thrown instanceof Problem) || !thrown.code.startsWith("csrf")) throw thrown;
      this.#csrf = await renew();
      return this.#ask<T>(method, path, body);
    }
  }

  async #ask<T>(method: Method, path: string, body?: object): Promise<T> {
    const response = await this.#send(method, path, body);
    if (!response.ok) throw await problemOf(response);
    if (response.status === 204 || response.headers.get("Content-Length") === "0") return undefined as T;
    try {
      return (await response.json()) as T;
    } catch {
      throw new Problem("server_failed", response.status);
    }
  }

  async #send(method: Method, path: string, body?: object): Promise<Response> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (method !== "GET") headers["X-CSRF-Token"] = this.#csrf;
    if (body) headers["Content-Type"] = "application/json";
    try {
      return await this.#options.fetch(path, {
        method,
        headers,
        credentials: "same-origin",
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...(body && { body: JSON.stringify(body) }),
      });
    } catch (thrown) {
      throw new Problem(thrown instanceof DOMException && thrown.name === "TimeoutError" ? "timed_out" : "unreachable");
    }
  }
}

/** The one connection of this page. */
export const http: Http = new Http({
  fetch: (input, init) => fetch(input, init),
  renewCsrf: async () => (await http.get<{ csrf: string }>("/api/me")).csrf,
});
