import { describe, expect, it } from "vitest";
import { askable, standOf } from "@/features/room/floor/model/mine";
import { expectedWaits, inMinutes, inQueueOrder, ordinal, queueRows, rankBefore, rankOfNew } from "@/features/room/floor/model/queue";
import { reasonOf } from "@/features/room/floor/model/reasons";
import { KINDS } from "@/shell/floor/floorSettings";
import { SUSTECH } from "../people";
import { after, entry, floor, NOW, queue, turn, venueTurn, waiting, without } from "./floorView";

const MINUTE = 60_000;
const pace = { point_of_order: MINUTE, clarifying_question: MINUTE, reply: 2 * MINUTE, topic: 3 * MINUTE };
const minutes = (view: Parameters<typeof expectedWaits>[0]) =>
  Object.fromEntries([...expectedWaits(view, NOW)].map(([id, wait]) => [id, wait / MINUTE]));

describe("the queue", () => {
  const line = floor(queue(entry("ent_9", "carol", 30), entry("ent_1", "alice", 10), entry("ent_2", "bob", 20, { venue: "hall" })));

  it("is drawn in the server's order, with places from one, what is mine and who is next", () => {
    expect(queueRows(line, "bob").map(({ entry: { id }, place, mine, next }) => [id, place, mine, next]))
      .toEqual([["ent_1", 1, false, true], ["ent_2", 2, true, false], ["ent_9", 3, false, false]]);
  });

  it("counts those of my sub-venue as mine", () => {
    const guest = without(entry("ent_3", "nobody", 5, { name: "李雷", venue: "me" }), "participant");
    expect(queueRows(floor(queue(guest)), "me").map(({ mine }) => mine)).toEqual([true]);
  });

  it("shows what the server has not yet answered, but lets nobody work with it", () => {
    expect(queueRows(floor(queue(entry("draft_1", "me", 10))), "me").map(({ pending }) => pending)).toEqual([true]);
  });
});

describe("expected waiting times", () => {
  const entries = queue(entry("ent_1", "a", 1), entry("ent_2", "b", 2, { kind: "reply" }), entry("ent_3", "c", 3)).entries;

  it("add up what is left of the turn and the pace of those ahead", () => {
    expect(minutes({ entries, pace, turn: turn("trn_1", "x", { limit: 3 * MINUTE, used: MINUTE }) })).toEqual({ ent_1: 2, ent_2: 5, ent_3: 7 });
  });

  it("count no overtime, and nobody who is away", () => {
    const away = { ...entries, ent_1: entry("ent_1", "a", 1, { away: true }) };
    expect(minutes({ entries: away, pace, turn: turn("trn_1", "x", { used: 9 * MINUTE }) })).toEqual({ ent_1: 0, ent_2: 0, ent_3: 2 });
  });

  it("let a question interrupt the main turn, which then goes on", () => {
    const asked = { ...entries, ent_0: entry("ent_0", "q", 0, { kind: "clarifying_question" }) };
    expect(minutes({ entries: asked, pace, turn: turn("trn_1", "x", { limit: 2 * MINUTE }) })).toEqual({ ent_0: 0, ent_1: 3, ent_2: 6, ent_3: 8 });
    const interrupted = { entries, pace, turn: turn("trn_2", "q", { kind: "clarifying_question", limit: MINUTE }), interrupted: waiting("trn_1", "x", { limit: 2 * MINUTE }) };
    expect(minutes(interrupted)).toEqual({ ent_1: 3, ent_2: 6, ent_3: 8 });
  });

  it("are said in whole minutes, and never as none before it is soon", () => {
    expect([0, 44_000, 45_000, 89_000, 91_000, 6 * MINUTE].map(inMinutes)).toEqual([0, 0, 1, 1, 2, 6]);
  });
});

describe("guesses while the server thinks", () => {
  const { entries } = queue(entry("ent_1", "a", 10), entry("ent_2", "b", 20), entry("ent_3", "c", 30), entry("ent_4", "d", 21));
  const moved = (id: string, before: string | undefined) =>
    inQueueOrder({ ...entries, [id]: { ...entries[id], rank: rankBefore(entries, id, before) } as (typeof entries)[string] }).map((one) => one.id);

  it("put a moved entry where it was put", () => {
    expect(moved("ent_3", "ent_1")).toEqual(["ent_3", "ent_1", "ent_2", "ent_4"]);
    expect(moved("ent_1", "ent_3")).toEqual(["ent_2", "ent_4", "ent_1", "ent_3"]);
    expect(moved("ent_1", "ent_4")).toEqual(["ent_2", "ent_1", "ent_4", "ent_3"]);
    expect(moved("ent_2", undefined)).toEqual(["ent_1", "ent_4", "ent_3", "ent_2"]);
  });

  it("put a new entry behind the last of its kind, and before every lower kind", () => {
    const mixed = queue(entry("ent_1", "a", 10, { kind: "clarifying_question" }), entry("ent_2", "b", 20, { kind: "reply" }), entry("ent_3", "c", 30)).entries;
    const placed = KINDS.map((kind) => inQueueOrder({ ...mixed, draft_1: entry("draft_1", "me", rankOfNew(mixed, kind, KINDS), { kind }) }).findIndex(({ id }) => id === "draft_1"));
    expect(placed).toEqual([0, 1, 2, 3]);
    expect(rankOfNew({}, "topic", KINDS)).toBeGreaterThan(0);
  });
});

describe("the reason of a place", () => {
  const tally = { club: SUSTECH, item_ms: 190_000, item_turns: 1, ms: 400_000, turns: 2 };
  const view = floor({ clubs: { clb_s: tally }, people: { bob: { name: "bob", item_ms: 5000, item_turns: 1, ms: 5000, turns: 1 } } });
  const reason = (more: object, of = view) => reasonOf(of, entry("ent_1", "bob", 1, more));

  it("says the club's numbers", () => {
    expect(reason({ reason: "club_seconds", club: "clb_s" })).toEqual({ key: "club_seconds", used: 190_000 });
    expect(reason({ reason: "club_turns", club: "clb_s" })).toEqual({ key: "club_turns", count: 2 });
    expect(reason({ reason: "club_not_spoken", club: "clb_s" })).toEqual({ key: "club_not_spoken" });
  });

  it("says a person's own numbers where they speak for no club", () => {
    expect(reason({ reason: "club_seconds" })).toEqual({ key: "own_seconds", used: 5000 });
    expect(reason({ reason: "club_ahead" })).toEqual({ key: "own_ahead" });
  });

  it("does not say 0:00 of a club whose first turn is running", () => {
    const first = floor({ clubs: { clb_s: { ...tally, item_ms: 0 } } });
    expect(reason({ reason: "club_seconds", club: "clb_s" }, first)).toEqual({ key: "club_speaking" });
  });

  it("names the bound when it is the bound", () => {
    expect(reason({ reason: "waited_long" })).toEqual({ key: "waited_long", count: 3 });
    expect(reason({ reason: "moved" })).toEqual({ key: "moved" });
  });
});

describe("my button", () => {
  const me = { id: "me", role: "representative" as const };
  const mine = queue(entry("ent_1", "a", 1), entry("ent_2", "me", 2));
  const stand = (view: Parameters<typeof floor>[0], heard = false, who = me) => standOf(floor(view), who, heard);

  it("goes from asking to waiting, next, unmute and done", () => {
    expect([
      stand({}), stand(mine), stand({ ...mine, step: { does: "call", entry: "ent_2" } }),
      stand({ turn: waiting("trn_1", "me", { state: "called" }) }), stand({ turn: turn("trn_1", "me") }, true),
    ]).toEqual(["idle", "waiting", "next", "unmute", "speaking"]);
  });

  it("needs no microphone for a turn in writing, and keeps quiet while a question interrupts me", () => {
    expect(stand({ turn: turn("trn_1", "me", { text_turn: true }) })).toBe("speaking");
    expect(stand({ ...mine, turn: turn("trn_2", "a"), interrupted: waiting("trn_1", "me") })).toBe("interrupted");
  });

  it("opens my microphone for somebody of my sub-venue", () => {
    expect(stand({ turn: venueTurn("trn_1", "李雷", "me") })).toBe("unmute");
  });

  it("is not there for observers", () => {
    expect(standOf(floor(), { id: "me", role: "observer" }, false)).toBe("observer");
  });
});

describe("what I may ask for", () => {
  const asked = (more: Parameters<typeof floor>[0]) => Object.fromEntries(askable(floor(more), "me", NOW).map(({ kind, why }) => [kind, why]));
  const topic = { turn: "trn_1", name: "a", supports: {} };

  it("is everything while the list is open and a topic is there, the everyday first", () => {
    expect(asked({ topic })).toEqual({ topic: undefined, reply: undefined, clarifying_question: undefined, point_of_order: undefined });
    expect(askable(floor({ topic }), "me", NOW)[0]?.kind).toBe("topic");
  });

  it("is no reply without a topic, and only a point of order on a closed list or after a last call", () => {
    expect(asked({})["reply"]).toBe("no_topic");
    const closed = { topic: "closed", reply: "closed", clarifying_question: "closed", point_of_order: undefined };
    expect(asked({ topic, closed: true })).toEqual(closed);
    expect(asked({ topic, closes_at: after(-1) })).toEqual(closed);
    expect(asked({ topic, closes_at: after(5) })["topic"]).toBeUndefined();
  });

  it("is not what I wait with already, unless more is allowed", () => {
    const waits = { topic, ...queue(entry("ent_1", "me", 1)) };
    expect(asked(waits)["topic"]).toBe("waiting");
    expect(asked({ ...waits, settings: { ...floor().settings, entries_per_kind: 2 } })["topic"]).toBeUndefined();
  });
});

describe("places in words", () => {
  it("are ordinals in English and numbers in Chinese", () => {
    expect([1, 2, 3, 4, 11, 22, 103].map((place) => ordinal(place, "en"))).toEqual(["1st", "2nd", "3rd", "4th", "11th", "22nd", "103rd"]);
    expect(ordinal(3, "zh-CN")).toBe("3");
  });
});
