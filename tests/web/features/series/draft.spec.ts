import { describe, expect, it } from "vitest";
import { draftOf, monthlyChoices, newDraft, scheduleOf, startingOn, toggled, unfinished, type Draft } from "@/features/series/plan/draft";
import type { Schedule } from "@/features/series/plan/schedule";

/** 15 October 2026 is a Thursday, the third of its month. */
const thursday: Draft = { ...newDraft("2026-10-08", "Asia/Shanghai"), time: "11:00", count: "8" };

describe("a new plan", () => {
  it("is fortnightly and begins in a week, at its own weekday", () => {
    expect(scheduleOf(thursday)).toEqual({
      starts_on: "2026-10-15", anchors: [{ zone: "Asia/Shanghai", time: "11:00" }], minutes: 90,
      rule: { frequency: "weekly", interval: 2, weekdays: ["TH"], count: 8 }, extra: [],
    });
    expect(unfinished(thursday)).toEqual([]);
  });

  it.each<[string, Partial<Draft>, Schedule["rule"]]>([
    ["once", { repeats: "once" }, null],
    ["daily until a date", { repeats: "daily", interval: "3", ends: "until", until: "2026-12-01" }, { frequency: "daily", interval: 3, until: "2026-12-01" }],
    ["for ever", { ends: "never" }, { frequency: "weekly", interval: 2, weekdays: ["TH"] }],
    ["on the third Thursday", { repeats: "monthly", interval: "1", monthly: "nth" }, { frequency: "monthly", interval: 1, count: 8, nth: 3, weekdays: ["TH"] }],
    ["on the 15th", { repeats: "monthly", interval: "1", monthly: "day" }, { frequency: "monthly", interval: 1, count: 8, month_day: 15 }],
    ["weekdays Monday first", { weekdays: ["TH", "MO"] }, { frequency: "weekly", interval: 2, weekdays: ["MO", "TH"], count: 8 }],
  ])("%s", (_name, changes, rule) => {
    expect(scheduleOf({ ...thursday, ...changes }).rule).toEqual(rule);
  });

  it("takes turns between two hours, but not for a single date", () => {
    const turns = { ...thursday, second: { zone: "Europe/Berlin", time: "20:00" } };
    expect(scheduleOf(turns).anchors).toEqual([{ zone: "Asia/Shanghai", time: "11:00" }, { zone: "Europe/Berlin", time: "20:00" }]);
    expect(scheduleOf({ ...turns, repeats: "once" }).anchors).toHaveLength(1);
  });
});

describe("the first date", () => {
  it("takes its weekday along and stays a date of the rule", () => {
    const friday = startingOn(thursday, "2026-10-16");
    expect([friday.starts_on, friday.weekdays]).toEqual(["2026-10-16", ["FR"]]);
    const two = startingOn({ ...thursday, weekdays: ["MO", "TH"] }, "2026-10-12");
    expect([two.starts_on, two.weekdays]).toEqual(["2026-10-12", ["MO"]]);
  });

  it("moves to the next day that is left when its weekday goes", () => {
    const both = toggled(thursday, "MO");
    expect(both).toMatchObject({ starts_on: "2026-10-15", weekdays: ["TH", "MO"] });
    expect(toggled(both, "TH")).toMatchObject({ starts_on: "2026-10-19", weekdays: ["MO"] });
    expect(toggled(thursday, "TH")).toEqual(thursday);
  });

  it("says how a month's date can be meant", () => {
    expect(["2026-10-15", "2026-10-29", "2026-10-31", "2026-11-30"].map(monthlyChoices)).toEqual([
      ["nth", "day"], ["last_weekday", "day"], ["last_weekday", "day", "last_day"], ["last_weekday", "day", "last_day"],
    ]);
    expect(monthlyChoices("2026-10-28")).toEqual(["nth", "last_weekday", "day"]);
    expect(startingOn({ ...thursday, repeats: "monthly", monthly: "nth" }, "2026-10-31").monthly).toBe("last_weekday");
  });
});

describe("a schedule of the server", () => {
  it.each<Schedule>([
    { starts_on: "2026-10-15", anchors: [{ zone: "Asia/Shanghai", time: "11:00" }], minutes: 90, rule: { frequency: "weekly", interval: 2, weekdays: ["TH"], count: 8 }, extra: [] },
    { starts_on: "2026-10-15", anchors: [{ zone: "UTC", time: "01:30" }, { zone: "Europe/Berlin", time: "20:00" }], minutes: 45, rule: { frequency: "monthly", interval: 1, nth: 3, weekdays: ["TH"], until: "2027-06-30" }, extra: ["2026-11-01T12:00"] },
    { starts_on: "2026-10-31", anchors: [{ zone: "UTC", time: "08:00" }], minutes: 60, rule: { frequency: "monthly", interval: 2, month_day: -1 }, extra: [] },
    { starts_on: "2026-10-15", anchors: [{ zone: "UTC", time: "08:00" }], minutes: 60, rule: null, extra: [] },
    { starts_on: "2026-10-15", anchors: [{ zone: "UTC", time: "08:00" }], minutes: 60, rule: { frequency: "daily", interval: 3, until: "2026-12-01" }, extra: [] },
  ])("is the same after the form ($rule.frequency)", (schedule) => {
    expect(scheduleOf(draftOf(schedule))).toEqual(schedule);
  });

  it("is read with seconds and nulls, as the server writes it", () => {
    const written: Schedule = { starts_on: "2026-10-15", anchors: [{ zone: "UTC", time: "08:00:00" }], minutes: 60,
      rule: { frequency: "weekly", interval: 1, weekdays: ["TH"], month_day: null, nth: null, until: null, count: 3 }, extra: ["2026-10-20T08:00:00"] };
    expect(scheduleOf(draftOf(written))).toEqual({ ...written, anchors: [{ zone: "UTC", time: "08:00" }],
      rule: { frequency: "weekly", interval: 1, weekdays: ["TH"], count: 3 }, extra: ["2026-10-20T08:00"] });
  });
});

describe("an unfinished form", () => {
  it.each<[Partial<Draft>, string[]]>([
    [{ starts_on: "" }, ["starts_on"]],
    [{ time: "" }, ["time"]],
    [{ minutes: "4" }, ["minutes"]],
    [{ interval: "0" }, ["interval"]],
    [{ count: "" }, ["count"]],
    [{ ends: "until", until: "2026-10-14" }, ["until"]],
    [{ second: { zone: "UTC", time: "" } }, ["second"]],
    [{ repeats: "once", interval: "0", count: "" }, []],
  ])("%o", (changes, fields) => {
    expect(unfinished({ ...thursday, ...changes })).toEqual(fields);
  });
});
