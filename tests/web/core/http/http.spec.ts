import { beforeEach, describe, expect, it } from "vitest";
import { Http } from "@/core/http/http";
import type { Problem } from "@/core/http/problems";

interface Asked {
  path: string;
  method: string | undefined;
  csrf: string | undefined;
  body: unknown;
}

/** A server that gives the prepared answers in turn and remembers what it was asked. */
class Server {
  readonly asked: Asked[] = [];
  readonly answers: (Response | Error)[] = [];

  readonly fetch = (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const headers = init.headers as Record<string, string>;
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    this.asked.push({ path: input as string, method: init.method, csrf: headers["X-CSRF-Token"], body });
    const answer = this.answers.shift();
    return answer instanceof Response ? Promise.resolve(answer) : Promise.reject(answer ?? new Error("nothing prepared"));
  };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });

const problem = (status: number, code: string, rest: object = {}): Response =>
  new Response(JSON.stringify({ title: "no", status, code, params: {}, ...rest }), { status });

describe("asking the server", () => {
  let server: Server;
  let http: Http;

  beforeEach(() => {
    server = new Server();
    http = new Http({ fetch: server.fetch, renewCsrf: () => Promise.resolve("newer") });
    http.useCsrf("token");
  });

  it("reads without a token and changes with one", async () => {
    server.answers.push(json({ items: [1] }), json({ id: "room_1" }, 201), new Response(null, { status: 204 }));
    expect(await http.get("/api/rooms")).toEqual({ items: [1] });
    expect(await http.post("/api/rooms", { title: "同步会" })).toEqual({ id: "room_1" });
    await http.delete("/api/rooms/room_1");
    expect(server.asked).toEqual([
      { path: "/api/rooms", method: "GET", csrf: undefined, body: undefined },
      { path: "/api/rooms", method: "POST", csrf: "token", body: { title: "同步会" } },
      { path: "/api/rooms/room_1", method: "DELETE", csrf: "token", body: undefined },
    ]);
  });

  it("fetches a new token once when the server no longer knows the old one", async () => {
    server.answers.push(problem(403, "csrf_token_wrong"), json({ ok: true }));
    expect(await http.patch("/api/me", { name: "林" })).toEqual({ ok: true });
    expect(server.asked.map(({ csrf }) => csrf)).toEqual(["token", "newer"]);
  });

  it("gives up when the new token is not good either", async () => {
    server.answers.push(problem(403, "csrf_token_wrong"), problem(403, "csrf_token_wrong"));
    await expect(http.post("/api/rooms", {})).rejects.toMatchObject({ code: "csrf_token_wrong" });
    expect(server.asked).toHaveLength(2);
  });

  it.each<[string, Response | Error, Partial<Problem>]>([
    ["a refusal with its parameters", problem(409, "too_many_rooms", { params: { most: 50, odd: [1] } }), { code: "too_many_rooms", status: 409, params: { most: 50 } }],
    ["wrong fields", problem(422, "invalid", { errors: [{ path: "email", code: "no_email" }, "?"] }), { code: "invalid", fields: [{ path: "email", code: "no_email" }] }],
    ["how long to wait", problem(429, "too_many_requests", {}), { code: "too_many_requests", params: {} }],
    ["how long to wait, from the header", new Response("{}", { status: 429, headers: { "Retry-After": "7" } }), { code: "too_many", params: { seconds: 7 } }],
    ["a proxy's page instead of an answer", new Response("<html>", { status: 502 }), { code: "unreachable", status: 502 }],
    ["a crash", new Response("", { status: 500 }), { code: "server_failed", status: 500 }],
    ["an answer that is no JSON", new Response("hello", { status: 200 }), { code: "server_failed", status: 200 }],
    ["no server", new TypeError("Failed to fetch"), { code: "unreachable", status: 0 }],
    ["silence", new DOMException("late", "TimeoutError"), { code: "timed_out", status: 0 }],
  ])("understands %s", async (_case, answer, expected) => {
    server.answers.push(answer);
    await expect(http.get("/api/me")).rejects.toMatchObject(expected);
  });
});
