import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChatMessage } from "@/generated/messages";
import { RoomSession } from "@/core/session/roomSession";
import { Chat } from "@/features/room/model/chat";
import { characters } from "@/features/room/model/chatLog";
import { pieces } from "@/features/room/model/links";
import { FakeTransport } from "../../core/session/fakeTransport";

let wire: FakeTransport;
let session: RoomSession;
let chat: Chat;

const message = (seq: number, text: string, participant = "prt_b", more: Partial<ChatMessage> = {}): ChatMessage =>
  ({ id: `msg_${seq}`, seq, participant, name: participant, text, at: "2026-11-22T12:00:00.000Z", reactions: {}, ...more });
const hear = (told: ChatMessage, kind: "message" | "changed" = "message") => session.chat.send({ kind, message: told });
const texts = () => chat.state.get().messages.map(({ text }) => text);
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  wire = new FakeTransport();
  session = new RoomSession({ transport: wire });
  chat = new Chat(session);
  session.start();
  wire.welcome();
});

afterEach(() => {
  session.stop();
  vi.useRealTimers();
});

describe("the chat", () => {
  it("keeps the order of the sequence and counts what was not read", () => {
    hear(message(2, "two"));
    hear(message(1, "one"));
    hear(message(3, "mine", "prt_a"));
    hear(message(2, "two"));
    expect(texts()).toEqual(["one", "two", "mine"]);
    expect(chat.state.get().unread).toBe(2);
    chat.reading = true;
    expect(chat.state.get().unread).toBe(0);
    hear(message(4, "four"));
    expect(chat.state.get().unread).toBe(0);
  });

  it("takes changes in place: reactions, and a deletion", () => {
    hear(message(1, "one"));
    hear(message(1, "", "prt_b", { deleted: true }), "changed");
    expect(chat.state.get().messages).toEqual([message(1, "", "prt_b", { deleted: true })]);
    expect(chat.state.get().unread).toBe(1);
  });

  it("loses nothing typed while the line is down, and shows it once", async () => {
    wire.break();
    void chat.send("hello");
    expect(chat.state.get().outgoing.map(({ text }) => text)).toEqual(["hello"]);
    await vi.advanceTimersByTimeAsync(300);
    wire.welcome(2);
    await settle();
    hear(message(1, "hello", "prt_a"));
    expect(chat.state.get().outgoing).toEqual([]);
    wire.commands.at(-1)?.answer({ ok: true });
    await settle();
    expect(texts()).toEqual(["hello"]);
    expect(chat.state.get().outgoing).toEqual([]);
  });

  it("keeps a refused message with its reason, to be sent again or dropped", async () => {
    void chat.send("too quick");
    wire.commands[0]?.answer({ ok: false, code: "too_fast", params: { seconds: 3 } });
    await settle();
    const [stuck] = chat.state.get().outgoing;
    expect(stuck).toMatchObject({ text: "too quick", failed: { code: "too_fast", params: { seconds: 3 } } });
    void chat.resend(stuck?.key ?? 0);
    expect(chat.state.get().outgoing[0]?.failed).toBeUndefined();
    wire.commands[1]?.answer({ ok: true });
    await settle();
    expect(chat.state.get().outgoing).toEqual([]);
    expect(wire.commands[0]?.request.id).not.toBe(wire.commands[1]?.request.id);
  });

  it("fills the hole that a long absence left", async () => {
    hear(message(1, "before"));
    const caught = chat.catchUp();
    const pages = () => wire.queries.filter(({ request }) => request.type === "chat.history");
    pages()[0]?.answer({ ok: true, messages: [message(4, "four"), message(5, "five")], more: true });
    await settle();
    expect(pages()[1]?.request).toMatchObject({ before: 4 });
    pages()[1]?.answer({ ok: true, messages: [message(2, "two"), message(3, "three")], more: true });
    await caught;
    expect(texts()).toEqual(["before", "two", "three", "four", "five"]);
  });

  it("counts characters as the server does", () => {
    expect([characters("圆桌"), characters("👍"), characters("a👍b")]).toEqual([2, 1, 3]);
  });
});

describe("links", () => {
  const links = (text: string) => pieces(text).flatMap((piece) => (piece.kind === "link" ? [piece.text] : []));

  it("end before Chinese text and the sentence's own punctuation", () => {
    expect(links("看这里：https://example.org/a?b=1，谢谢")).toEqual(["https://example.org/a?b=1"]);
    expect(links("See https://example.org/x. Then (http://example.org/y).")).toEqual(["https://example.org/x", "http://example.org/y"]);
    expect(links("https://en.wikipedia.org/wiki/Floor_(legislative)")).toEqual(["https://en.wikipedia.org/wiki/Floor_(legislative)"]);
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "//example.org", "https://bank.example@evil.example/", "<img src=x onerror=alert(1)>", "https://"])(
    "are not made of %s", (text) => {
      expect(links(text)).toEqual([]);
    });

  it("lose nothing of the text", () => {
    const text = "a https://example.org b\nhttps://x.example, c";
    expect(pieces(text).map((piece) => piece.text).join("")).toBe(text);
  });
});
