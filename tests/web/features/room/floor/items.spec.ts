import { describe, expect, it } from "vitest";
import { clubsPresent, clubUses, currentItem, dropMark, droppedBefore, inOrder, itemUsed, minutesOf, ownerOf, secondsOf } from "@/features/room/floor/model/items";
import type { ClubTallyView, ItemView } from "@/generated/messages";
import { person, SUSTECH, table, UCLA } from "../people";
import { floor, NOW, turn, waiting } from "./floorView";

const item = (id: string, rank: number, more: Partial<ItemView> = {}): ItemView => ({ id, title: id, rank, state: "ahead", clubs: {}, used: 0, ...more });
const tally = (club: typeof UCLA, more: Partial<ClubTallyView> = {}): ClubTallyView => ({ club, item_ms: 0, item_turns: 0, ms: 0, turns: 0, ...more });
const reports = floor({
  items: { itm_1: item("itm_1", 20, { state: "over", used: 60_000 }), itm_2: item("itm_2", 30, { state: "current", used: 10_000, budget: 600_000 }), itm_3: item("itm_3", 10) },
  item: "itm_2",
});

describe("the list of items", () => {
  it("stands in the server's order, and says where the meeting is", () => {
    expect(inOrder(reports.items).map(({ id }) => id)).toEqual(["itm_3", "itm_1", "itm_2"]);
    expect(currentItem(reports)).toMatchObject({ place: 3, of: 3, item: { id: "itm_2" } });
    expect(currentItem(floor({ items: reports.items }))).toBeUndefined();
  });

  it("counts the running turn for the current item, and for no other", () => {
    const speaking = { ...reports, turn: turn("trn_1", "lin") };
    const used = (id: string) => itemUsed(speaking, speaking.items[id] ?? item(id, 0), NOW + 5000);
    expect([used("itm_2"), used("itm_1")]).toEqual([15_000, 60_000]);
    expect(itemUsed({ ...reports, turn: waiting("trn_1", "lin") }, item("itm_2", 0), NOW + 5000)).toBe(0);
  });

  it("puts an item before the one that stands at the place where it was dropped", () => {
    const ahead = ["a", "b", "c"];
    const dropped = (id: string, place: number) => droppedBefore(ahead, id, place)?.before ?? "nowhere";
    expect([dropped("c", 0), dropped("a", 1), dropped("b", 0)]).toEqual(["a", "c", "a"]);
    expect(droppedBefore(ahead, "a", 2)).toEqual({ before: undefined });
    expect([droppedBefore(ahead, "b", 1), droppedBefore(ahead, "x", 0)]).toEqual([undefined, undefined]);
  });

  it("marks where the one in hand would be dropped, at the very end too", () => {
    const marks = (moved: string | undefined, onto: number) => ["a", "b", "c"].map((row) => dropMark(["a", "b", "c"], row, moved, onto));
    expect([marks("a", 0), marks("a", 1), marks("a", 2)]).toEqual([[undefined, "above", undefined], [undefined, undefined, "above"], [undefined, undefined, "below"]]);
    expect([marks("c", 0), marks(undefined, 0)]).toEqual([["above", undefined, undefined], [undefined, undefined, undefined]]);
  });

  it("calls an item of a round after its club, in the reader's language", () => {
    const clubs = { [UCLA.id]: tally(UCLA), [SUSTECH.id]: tally(SUSTECH) };
    const round = item("itm_1", 1, { title: `${UCLA.name_zh} · ${UCLA.name_en}`, clubs: { [UCLA.id]: true } });
    expect(ownerOf(round, clubs)).toBe(UCLA);
    expect([ownerOf({ ...round, title: "Reports" }, clubs), ownerOf({ ...round, clubs: { [UCLA.id]: true, [SUSTECH.id]: true } }, clubs)]).toEqual([undefined, undefined]);
  });
});

describe("the clubs' time on an item", () => {
  it("is what they used and what the one who speaks is using, and what goes beyond the budget", () => {
    const clubs = { [UCLA.id]: tally(UCLA, { item_ms: 58_000, budget: 60_000 }), [SUSTECH.id]: tally(SUSTECH, { budget: 60_000 }) };
    const speaking = { ...reports, clubs, turn: turn("trn_1", "maya", { club: UCLA.id }) };
    expect(clubUses(speaking, NOW + 5000)).toEqual([
      { club: UCLA, used: 63_000, budget: 60_000, over: 3000 }, { club: SUSTECH, used: 0, budget: 60_000, over: 0 },
    ]);
  });

  it("is even again after sharing out, also when less than a second is left over", () => {
    const clubs = { [UCLA.id]: tally(UCLA, { item_ms: 63_400, budget: 63_000 }) };
    expect(clubUses({ ...reports, clubs }, NOW).map(({ over }) => over)).toEqual([0]);
  });
});

describe("the clubs of a round", () => {
  it("are those somebody is here for who may speak, also in a sub-venue", () => {
    const people = table(person("maya", 1, { club: UCLA }), person("max", 2, { club: UCLA }), person("lin", 3, { club: SUSTECH, role: "observer" }), person("ada", 4));
    const venues = { ada: { title: "Shenzhen", attendees: { att_1: { id: "att_1", name: "Wang", club: "clb_w" }, att_2: { id: "att_2", name: "Li" } } } };
    expect([...clubsPresent(people, venues)]).toEqual([UCLA.id, "clb_w"]);
  });
});

describe("minutes in a form", () => {
  it("become seconds, and nothing of nonsense", () => {
    expect(["3", "2.5", "", "0", "-1", "soon", "99999"].map(secondsOf)).toEqual([180, 150, undefined, undefined, undefined, undefined, 86_400]);
    expect([minutesOf(180_000), minutesOf(150_000), minutesOf(undefined)]).toEqual(["3", "2.5", ""]);
  });
});
