import { describe, expect, it } from "vitest";
import type { SeriesFields } from "@/features/series/api";
import { changesOf, clashing } from "@/features/series/plan/edit";

const before: SeriesFields = {
  title: "Sync", about: "", doors_minutes: 15,
  schedule: { starts_on: "2026-11-25", anchors: [{ zone: "Asia/Shanghai", time: "20:00:00" }], minutes: 90, rule: { frequency: "weekly", interval: 2, weekdays: ["WE"], count: 6 } },
};
const later = { ...before.schedule, anchors: [{ zone: "Asia/Shanghai", time: "21:00" }] };

describe("an edit of a series", () => {
  it("is what was changed, and nothing that is only written in another way", () => {
    const same = { ...before.schedule, anchors: [{ zone: "Asia/Shanghai", time: "20:00" }], extra: [] };
    expect(changesOf(before, { ...before, schedule: same })).toEqual({});
    expect(changesOf(before, { ...before, title: "Winter", schedule: later })).toEqual({ title: "Winter", schedule: later });
  });

  it("goes together with another's edit of something else", () => {
    expect(clashing({ title: "Winter" }, before, { ...before, schedule: later })).toEqual([]);
    expect(clashing({ title: "Winter" }, before, { ...before, title: "Winter" })).toEqual([]);
  });

  it("clashes where both have changed the same", () => {
    expect(clashing({ title: "Winter", schedule: later }, before, { ...before, title: "Spring", about: "New" })).toEqual(["title"]);
  });
});
