import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RoomSession } from "@/core/session/roomSession";
import type { Connection } from "@/core/session/connection";
import { FakeTransport } from "./fakeTransport";

let wire: FakeTransport;
let session: RoomSession;
let seen: Connection["kind"][];

beforeEach(() => {
  vi.useFakeTimers();
  wire = new FakeTransport();
  let count = 0;
  session = new RoomSession({ transport: wire, newId: () => `cmd-${(count += 1)}`, chance: () => 0 });
  seen = [];
  session.connection.watch(({ kind }) => seen.push(kind));
  session.start();
});

afterEach(() => {
  session.stop();
  vi.useRealTimers();
});

const rooms = () => session.view.get()?.rooms;

describe("the view", () => {
  it("is live with the first snapshot and follows patches", () => {
    wire.welcome(3, { title: "One", locked: false });
    wire.patch(3, 4, { locked: true });
    expect(seen).toEqual(["connecting", "live"]);
    expect(rooms()).toEqual({ title: "One", locked: true });
  });

  it("ignores old news and closes a gap with a snapshot, then with what came meanwhile", async () => {
    wire.welcome(3, { title: "One" });
    wire.patch(1, 3, { title: "Old" });
    wire.patch(5, 6, { locked: true });
    expect(rooms()).toEqual({ title: "One" });
    const asked = wire.queries.filter(({ request }) => request.type === "snapshot");
    expect(asked.length).toBe(1);
    asked[0]?.answer({ ok: true, version: 5, view: { rooms: { title: "Five" } } });
    await vi.advanceTimersByTimeAsync(0);
    expect(rooms()).toEqual({ title: "Five", locked: true });
  });

  it("starts anew for another audience", () => {
    wire.welcome(3, { you: "waiting", ahead: 2 });
    wire.move("everyone");
    wire.patch(3, 4, { ahead: 1 });
    wire.tell(4, { title: "Inside" });
    expect(session.welcome.get()?.audience).toBe("everyone");
    expect(rooms()).toEqual({ title: "Inside" });
  });
});

describe("commands", () => {
  it("are sent again under the same id until they are answered", async () => {
    wire.welcome();
    const done = session.command({ type: "rooms.lock", locked: true });
    wire.break();
    await vi.advanceTimersByTimeAsync(300);
    wire.welcome(2);
    await vi.advanceTimersByTimeAsync(0);
    const sent = wire.commands.map(({ request }) => request);
    expect(sent).toEqual([sent[0], sent[0]]);
    expect(sent[0]).toEqual({ id: "cmd-1", type: "rooms.lock", locked: true });
    wire.commands[1]?.answer({ ok: true, version: 3 });
    expect(await done).toEqual({ ok: true, version: 3 });
  });

  it("wait while the line is down and go out in their order", async () => {
    void session.command({ type: "chat.send", text: "first" });
    void session.command({ type: "chat.send", text: "second" });
    expect(wire.commands).toEqual([]);
    wire.welcome();
    await vi.advanceTimersByTimeAsync(0);
    expect(wire.commands.map(({ request }) => request.id)).toEqual(["cmd-1", "cmd-2"]);
  });

  it("are asked again when the server stays silent on an open line", async () => {
    wire.welcome();
    void session.command({ type: "rooms.admit_all" });
    wire.commands[0]?.lose();
    await vi.advanceTimersByTimeAsync(1000);
    expect(wire.commands.map(({ request }) => request.id)).toEqual(["cmd-1", "cmd-1"]);
  });

  it("are refused when the session is over", async () => {
    wire.welcome();
    const pending = session.command({ type: "rooms.admit_all" });
    wire.goodbye("removed", false);
    expect(await pending).toEqual({ ok: false, code: "removed", params: {} });
    expect(await session.command({ type: "rooms.leave" })).toEqual({ ok: false, code: "not_connected", params: {} });
  });
});

describe("guesses", () => {
  const guess = { rooms: { locked: true } };

  it("are drawn at once and stay until the copy has caught up", async () => {
    wire.welcome(1, { locked: false });
    void session.command({ type: "rooms.lock", locked: true }, guess);
    expect(rooms()).toEqual({ locked: true });
    wire.commands[0]?.answer({ ok: true, version: 2 });
    await vi.advanceTimersByTimeAsync(0);
    expect(rooms()).toEqual({ locked: true });
    wire.patch(1, 2, { locked: true });
    wire.patch(2, 3, { locked: false });
    expect(rooms()).toEqual({ locked: false });
  });

  it("are taken back when the server refuses", async () => {
    wire.welcome(1, { locked: false });
    void session.command({ type: "rooms.lock", locked: true }, guess);
    wire.commands[0]?.answer({ ok: false, code: "not_allowed", params: {} });
    await vi.advanceTimersByTimeAsync(0);
    expect(rooms()).toEqual({ locked: false });
  });
});

describe("the connection", () => {
  it("comes back by itself, showing the room meanwhile", async () => {
    wire.welcome(1, { title: "Roundtable" });
    wire.break();
    expect(session.connection.get().kind).toBe("reconnecting");
    expect(rooms()).toEqual({ title: "Roundtable" });
    await vi.advanceTimersByTimeAsync(250);
    wire.refuse({});
    await vi.advanceTimersByTimeAsync(500);
    expect(wire.opened).toBe(3);
    wire.welcome(2);
    expect(seen).toEqual(["connecting", "live", "reconnecting", "reconnecting", "live"]);
  });

  it("knocks at least every three seconds, however long the server is away", async () => {
    wire.welcome();
    wire.break();
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await vi.advanceTimersByTimeAsync(3000);
      wire.refuse({});
    }
    expect(wire.opened).toBeGreaterThanOrEqual(21);
  });

  it("does not wait when the network comes back", () => {
    wire.welcome();
    session.lose();
    expect(wire.opened).toBe(1);
    session.hurry();
    session.hurry();
    expect(wire.opened).toBe(2);
  });

  it("says that the server restarts, and returns", async () => {
    wire.welcome();
    wire.goodbye("restarting", true);
    wire.break();
    expect(session.connection.get()).toMatchObject({ kind: "restarting", attempt: 1 });
    await vi.advanceTimersByTimeAsync(250);
    wire.welcome(2);
    expect(session.connection.get()).toEqual({ kind: "live" });
  });

  it("ends for good when another window took over", async () => {
    wire.welcome();
    wire.goodbye("opened_elsewhere", false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(session.connection.get()).toEqual({ kind: "over", code: "opened_elsewhere" });
    expect(wire.opened).toBe(1);
  });

  it("tells why the door stays shut, and knocks on only when that passes by itself", async () => {
    wire.refuse({ code: "unavailable" });
    expect(session.connection.get().kind).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(250);
    wire.refuse({ code: "room_locked", params: {} });
    expect(session.connection.get()).toEqual({ kind: "refused", code: "room_locked", params: {} });
  });

  it("is given up when the server no longer answers", async () => {
    wire.welcome();
    await vi.advanceTimersByTimeAsync(0);
    wire.queries[0]?.lose();
    await vi.advanceTimersByTimeAsync(0);
    expect(session.connection.get().kind).toBe("reconnecting");
  });
});
