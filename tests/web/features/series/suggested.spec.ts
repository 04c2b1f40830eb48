import { describe, expect, it } from "vitest";
import { newDraft, scheduleOf, unfinished } from "@/features/series/plan/draft";
import { suggestedBy } from "@/features/series/plan/suggested";

const standard = newDraft("2026-11-23", "Europe/Berlin");
const query = { title: "Kick-off", start: "2026-11-26T10:00", zone: "Asia/Shanghai", minutes: "60", repeats: "weekly", campuses: "cmp_a cmp_b" };

describe("what a poll suggests for a new series", () => {
  it("is its hour, on its wall, every week", () => {
    const found = suggestedBy(query, standard);
    expect([found?.title, found?.campusIds]).toEqual(["Kick-off", ["cmp_a", "cmp_b"]]);
    expect(found && scheduleOf(found.draft)).toEqual({
      starts_on: "2026-11-26", anchors: [{ zone: "Asia/Shanghai", time: "10:00" }], minutes: 60, extra: [],
      rule: { frequency: "weekly", interval: 1, weekdays: ["TH"], count: 10 },
    });
  });

  it("is every second week, or once", () => {
    expect(suggestedBy({ ...query, repeats: "fortnightly" }, standard)?.draft).toMatchObject({ repeats: "weekly", interval: "2" });
    const once = suggestedBy({ ...query, repeats: "once" }, standard);
    expect(once && scheduleOf(once.draft).rule).toBeNull();
  });

  it.each([{}, { start: "soon" }, { start: "2026-11-26" }, { start: ["2026-11-26T10:00"] }])("is nothing without a start: %o", (wrong) => {
    expect(suggestedBy({ ...query, start: undefined, ...wrong }, standard)).toBeUndefined();
  });

  it("takes nothing over from an address that makes no sense", () => {
    const found = suggestedBy({ ...query, zone: "Mars/Olympus", minutes: "1e9", repeats: "toString", campuses: "<script> ../x" }, standard);
    expect(found?.draft).toMatchObject({ zone: "Europe/Berlin", minutes: "90", repeats: "weekly", interval: "2" });
    expect([found?.campusIds, found && unfinished(found.draft)]).toEqual([null, []]);
  });
});
