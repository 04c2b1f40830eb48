import { describe, expect, it } from "vitest";
import { clockText, dayIn, spanText, wallAsUtc, wallOf } from "@/shell/times";
import { plusMonths, sheetRange, weeksOf } from "@/features/series/home/month";
import { untilThen } from "@/features/series/home/until";

const at = (moment: string): Date => new Date(moment);

describe("a moment on the walls of places", () => {
  it.each([
    // Berlin changes on 25 October 2026, Los Angeles on 1 November; Shanghai never.
    ["2026-10-22T03:00:00Z", "Europe/Berlin", "2026-10-22T05:00"],
    ["2026-10-29T03:00:00Z", "Europe/Berlin", "2026-10-29T04:00"],
    ["2026-10-29T03:00:00Z", "America/Los_Angeles", "2026-10-28T20:00"],
    ["2026-11-05T03:00:00Z", "America/Los_Angeles", "2026-11-04T19:00"],
    ["2026-11-05T03:00:00Z", "Asia/Shanghai", "2026-11-05T11:00"],
    // Doubled and skipped hours.
    ["2026-11-01T08:30:00Z", "America/Los_Angeles", "2026-11-01T01:30"],
    ["2026-11-01T09:30:00Z", "America/Los_Angeles", "2026-11-01T01:30"],
    ["2027-03-28T01:00:00Z", "Europe/Berlin", "2027-03-28T03:00"],
    // Midnight is 00, and quarters and halves of an hour stay.
    ["2026-10-14T16:00:00Z", "Asia/Shanghai", "2026-10-15T00:00"],
    ["2026-10-15T00:00:00Z", "Asia/Kathmandu", "2026-10-15T05:45"],
    ["2026-10-15T00:00:00Z", "Australia/Lord_Howe", "2026-10-15T11:00"],
    ["2026-07-15T00:00:00Z", "Australia/Lord_Howe", "2026-07-15T10:30"],
  ])("%s in %s", (moment, zone, wall) => {
    expect(wallOf(at(moment), zone)).toBe(wall);
  });

  it("lies on the day of the place", () => {
    expect(["Asia/Shanghai", "America/Los_Angeles"].map((zone) => dayIn(at("2026-10-15T03:00:00Z"), zone))).toEqual(["2026-10-15", "2026-10-14"]);
  });

  it("is written in 24 hours in both languages", () => {
    expect(["zh-CN", "en"].map((language) => clockText(language, at("2026-10-14T16:05:00Z"), "Asia/Shanghai"))).toEqual(["00:05", "00:05"]);
    expect(clockText("en", wallAsUtc("2026-10-15T20:00:00"), "UTC")).toBe("20:00");
  });

  it("says the day of an end that is another", () => {
    expect(spanText("en", at("2026-10-15T12:00:00Z"), at("2026-10-15T13:30:00Z"), "Asia/Shanghai")).toBe("20:00–21:30");
    expect(spanText("en", at("2026-10-15T15:00:00Z"), at("2026-10-15T16:30:00Z"), "Asia/Shanghai")).toBe("23:00 – Fri, Oct 16 00:30");
  });
});

describe("a month's sheet", () => {
  it("has whole weeks from Monday", () => {
    const weeks = weeksOf("2026-11");
    expect([weeks.length, weeks[0]?.[0], weeks.at(-1)?.at(-1)]).toEqual([6, "2026-10-26", "2026-12-06"]);
    expect(weeksOf("2027-02").map((week) => week.length)).toEqual([7, 7, 7, 7]);
  });

  it("turns over the year", () => {
    expect([plusMonths("2026-12", 1), plusMonths("2027-01", -1), plusMonths("2026-11", 14)]).toEqual(["2027-01", "2026-12", "2028-01"]);
  });

  it("asks for a day more at both ends", () => {
    expect(sheetRange(weeksOf("2027-02"))).toEqual({ begin: "20270131T000000Z", end: at("2027-03-02T00:00:00Z") });
  });
});

it("says how far off something is", () => {
  const minute = 60_000;
  expect([3 * 1440, 26 * 60, 90, 12, -5].map((minutes) => untilThen("en", minutes * minute)))
    .toEqual(["in 3 days", "tomorrow", "in 1 hour", "in 12 minutes", "5 minutes ago"]);
});
