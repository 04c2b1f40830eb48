import { describe, expect, it } from "vitest";
import type { Session } from "@/features/series/api";
import { changesOf, fieldsOf, mayBeFollowed } from "@/features/series/page/change";
import type { Schedule } from "@/features/series/plan/schedule";

const schedule: Schedule = {
  starts_on: "2026-11-25", anchors: [{ zone: "Asia/Shanghai", time: "20:00" }], minutes: 90,
  rule: { frequency: "weekly", interval: 2, weekdays: ["WE"], count: 6 }, extra: ["2026-12-24T19:00:00"],
};
const planned: Session = {
  series_id: "ser_1", slug: "s", key: "20261209T2000", title: "Sync", retitled: false, start: "2026-12-09T12:00:00.000Z", end: "2026-12-09T13:30:00.000Z",
  zone: "Asia/Shanghai", planned: "2026-12-09T20:00:00", doors_at: "2026-12-09T11:45:00.000Z", cancelled: false, moved: false, held: [], responses: [],
};
const moved: Session = { ...planned, moved: true, start: "2026-12-10T12:00:00.000Z", end: "2026-12-10T14:00:00.000Z" };

describe("one session's form", () => {
  it("shows it on the wall of its zone", () => {
    expect(fieldsOf(planned)).toEqual({ start: "2026-12-09T20:00", minutes: "90", title: "" });
    expect(fieldsOf({ ...moved, retitled: true, title: "Feast" })).toEqual({ start: "2026-12-10T20:00", minutes: "120", title: "Feast" });
  });

  it("changes only what was changed, so that two people may change different things", () => {
    const before = fieldsOf(moved);
    expect(changesOf(moved, before, before, schedule)).toEqual({});
    expect(changesOf(moved, before, { ...before, title: " Feast " }, schedule)).toEqual({ title: "Feast" });
    expect(changesOf(moved, before, { ...before, start: "2026-12-11T20:00", minutes: "60" }, schedule)).toEqual({ start: "2026-12-11T20:00", minutes: 60 });
  });

  it("goes back to what the series says", () => {
    const before = { ...fieldsOf(moved), title: "Feast" };
    expect(changesOf(moved, before, { start: "2026-12-09T20:00", minutes: "90", title: "" }, schedule)).toEqual({ start: null, minutes: null, title: null });
  });
});

describe("this and following", () => {
  it("is for dates of the rule after the first", () => {
    const on = (day: string): Session => ({ ...planned, planned: day });
    expect([on("2026-12-09T20:00:00"), on("2026-11-25T20:00:00"), on("2026-12-24T19:00:00")].map((one) => mayBeFollowed(one, schedule))).toEqual([true, false, false]);
    expect(mayBeFollowed(planned, { ...schedule, rule: null })).toBe(false);
  });
});
