import { describe, expect, it } from "vitest";
import { likelyClub, mustKnock, type EntryFacts } from "@/features/room/entry/facts";

const door: EntryFacts = { title: "Roundtable", lobby: true, locked: false, live: true, people: 3 };

describe("whoever stands at the door", () => {
  it("knocks, unless they run the room or sit at the table", () => {
    expect(mustKnock(door)).toBe(true);
    expect(mustKnock({ ...door, mine: "moderator" })).toBe(false);
    expect(mustKnock({ ...door, sits_for: ["club_1"] })).toBe(false);
    expect(mustKnock({ ...door, sits_for: [] })).toBe(false);
    expect(mustKnock({ ...door, lobby: false })).toBe(false);
  });

  it("speaks for the club of their seat, whatever they named elsewhere", () => {
    expect(likelyClub({ ...door, sits_for: ["club_1", "club_2"] }, undefined)).toBe("club_1");
    expect(likelyClub({ ...door, sits_for: ["club_1", "club_2"] }, "club_2")).toBe("club_2");
    expect(likelyClub({ ...door, sits_for: ["club_1"] }, "club_3")).toBe("club_1");
    expect([likelyClub(door, "club_3"), likelyClub(door, undefined)]).toEqual(["club_3", undefined]);
  });
});
