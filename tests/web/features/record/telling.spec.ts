import { describe, expect, it } from "vitest";
import type { ActLine, EntryLine, FloorRecord, Item, Line, TurnLine } from "@/features/record/api";
import { chosen, duration, sections, sentenceOf, share, totalsOf } from "@/features/record/telling";

const NOTHING = { spoken_ms: 0, turns: 0, clubs: [], people: [] };
const AT = "2026-11-22T12:00:00.000Z";

const item = (id: string, spoken = 0): Item =>
  ({ item: id, title: id, budget_ms: 0, lasted_ms: 0, totals: { ...NOTHING, spoken_ms: spoken } });

const turn = (version: number, more: Partial<TurnLine> = {}): TurnLine => ({
  what: "turn", version, at: AT, turn: `trn_${version}`, kind: "topic", name: "Alice", person: "p", text: "", text_turn: false,
  while_closed: false, called_by: "Ming", spoken_ms: 0, limit_ms: 60_000, extended_ms: 0, over_ms: 0, out_of_order: false,
  last_word: false, supports: [], ...more,
});

const entry = (version: number, gone: EntryLine["gone"], more: Partial<EntryLine> = {}): EntryLine => ({
  what: "entry", version, at: AT, entry: `ent_${version}`, kind: "topic", name: "Bob", person: "q", text: "", text_turn: false,
  while_closed: false, asked_at: AT, gone, ...more,
});

const act = (version: number, name: string, more: Partial<ActLine> = {}): ActLine => ({ what: "act", version, at: AT, act: name, ...more });

const recordOf = (lines: readonly Line[], items: readonly Item[] = []): FloorRecord => ({
  session_id: "ses_1", room_id: "room_1", title: "Sync", started_at: AT, as_of: AT, clubs: {}, items,
  totals: { ...NOTHING, spoken_ms: 9 }, lines, left_out: 0, unread: 0,
});

const versions = (lines: readonly Line[]): number[] => lines.map((line) => line.version);

describe("the choice of lines", () => {
  const lines = [
    turn(1), entry(2, "withdrawn"), entry(3, "written"), entry(4, "withdrawn", { kind: "point_of_order" }), entry(5, "carried"),
    act(6, "moved"), entry(7, "waiting"),
  ];

  it("keeps who spoke, wrote, waits or made a point of order", () => {
    expect(versions(chosen(lines, "turns"))).toEqual([1, 3, 4, 5, 7]);
  });

  it("or everything", () => {
    expect(chosen(lines, "everything")).toEqual(lines);
  });
});

describe("the sections", () => {
  it("stand in the order of the meeting, an item that was taken up again twice", () => {
    const items = [item("itm_1"), item("itm_2")];
    const lines = [turn(1), turn(2, { item: "itm_2" }), act(3, "x", { item: "itm_2" }), turn(4, { item: "itm_1" }), turn(5, { item: "itm_2" })];
    const told = sections(recordOf(lines, items), lines).map((section) => [section.item?.title, versions(section.lines)]);
    expect(told).toEqual([[undefined, [1]], ["itm_2", [2, 3]], ["itm_1", [4]], ["itm_2", [5]]]);
  });

  it("do not stumble over an item that is not on the list", () => {
    const lines = [turn(1, { item: "itm_9" })];
    expect(sections(recordOf(lines), lines)).toEqual([{ key: "1", item: undefined, lines }]);
  });

  it("are none where nothing happened", () => {
    expect(sections(recordOf([]), [])).toEqual([]);
  });
});

describe("the numbers", () => {
  it("are durations as they are read out", () => {
    expect([0, 999, 65_000, 600_400, 3_725_000].map(duration)).toEqual(["0:00", "0:00", "1:05", "10:00", "1:02:05"]);
  });

  it("are shares of the longest; something is never nothing", () => {
    const all = [{ spoken_ms: 1000 }, { spoken_ms: 250 }, { spoken_ms: 1 }, { spoken_ms: 0 }];
    expect(all.map((one) => share(one.spoken_ms, all))).toEqual([100, 25, 1, 0]);
    expect(share(0, [])).toBe(0);
  });

  it("are those of the session, or of an item", () => {
    const record = recordOf([], [item("itm_1", 5)]);
    expect([totalsOf(record, ""), totalsOf(record, "itm_1"), totalsOf(record, "itm_9")].map((one) => one.spoken_ms)).toEqual([9, 5, 9]);
  });
});

describe("the sentence of an act", () => {
  it.each([
    [act(1, "closed"), "closed_by_itself"],
    [act(1, "closed", { by: "Ming" }), "closed"],
    [act(1, "moved", { by: "Ming" }), "moved_last"],
    [act(1, "moved", { by: "Ming", before: "Bob" }), "moved"],
    [act(1, "paused", { why: "absent" }), "paused_absent"],
    [act(1, "paused", { by: "Ming", why: "moderator" }), "paused"],
    [act(1, "gavel_passed", { name: "Ming" }), "gavel_taken"],
    [act(1, "gavel_passed", { name: "Ming", by: "Ada" }), "gavel_passed"],
    [act(1, "venue_closed"), "venue_closed_by_itself"],
    [act(1, "mode_set", { mode: "stage" }), "mode_set"],
  ])("%#", (line, sentence) => {
    expect(sentenceOf(line)).toBe(sentence);
  });
});
