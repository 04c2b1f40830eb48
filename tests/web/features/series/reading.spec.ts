import { describe, expect, it } from "vitest";
import type { CampusPreview, Preview } from "@/features/series/api";
import { continuing, datesLeft, wallOfKey } from "@/features/series/plan/following";
import { betterHours, placesOf, rowsOf } from "@/features/series/plan/reading";
import { isBadHour } from "@/shell/times";
import type { Schedule } from "@/features/series/plan/schedule";

const campus = (id: string, zone: string, more: Partial<CampusPreview>): CampusPreview =>
  ({ id, name_zh: id, name_en: id, city_zh: id, city_en: id, zone, times: [], shifts: [], bad_hours: 0, ...more });

const time = (key: string, start: string, bad_hour = false): CampusPreview["times"][number] => ({ key, start, end: start, bad_hour });

const [first, second] = ["20261022T1100", "20261029T1100"];

/** Thursdays at 11:00 in Shanghai, around the end of summer time in Berlin. */
const preview: Preview = {
  sentence_zh: "每周四 11:00", sentence_en: "Every Thursday at 11:00", dates: 2,
  next: [
    { key: first, start: "2026-10-22T03:00:00Z", end: "2026-10-22T04:30:00Z", zone: "Asia/Shanghai" },
    { key: second, start: "2026-10-29T03:00:00Z", end: "2026-10-29T04:30:00Z", zone: "Asia/Shanghai" },
  ],
  campuses: [
    campus("shenzhen", "Asia/Shanghai", { times: [time(first, "2026-10-22T11:00:00"), time(second, "2026-10-29T11:00:00")] }),
    campus("chengdu", "Asia/Shanghai", { times: [time(first, "2026-10-22T11:00:00"), time(second, "2026-10-29T11:00:00")] }),
    campus("berlin", "Europe/Berlin", {
      times: [time(first, "2026-10-22T05:00:00", true), time(second, "2026-10-29T04:00:00", true)], bad_hours: 2,
      shifts: [{ key: second, on: "2026-10-29T04:00:00", sees: "04:00:00", instead_of: "05:00:00" }],
    }),
  ],
};

describe("a preview", () => {
  it("puts campuses of one zone together", () => {
    expect(placesOf(preview).map((place) => [place.zone, place.campuses.map(({ id }) => id), place.badHours])).toEqual([
      ["Asia/Shanghai", ["shenzhen", "chengdu"], 0], ["Europe/Berlin", ["berlin"], 2],
    ]);
  });

  it("marks bad hours and the date of a shift", () => {
    const shift = { key: second, on: "2026-10-29T04:00:00", sees: "04:00", insteadOf: "05:00", earlier: true };
    expect(rowsOf(preview, placesOf(preview)).map((row) => row.cells)).toEqual([
      [{ zone: "Asia/Shanghai", start: "2026-10-22T11:00:00", bad: false, shift: null }, { zone: "Europe/Berlin", start: "2026-10-22T05:00:00", bad: true, shift: null }],
      [{ zone: "Asia/Shanghai", start: "2026-10-29T11:00:00", bad: false, shift: null }, { zone: "Europe/Berlin", start: "2026-10-29T04:00:00", bad: true, shift }],
    ]);
  });

  it("knows the shorter way over midnight", () => {
    const over = (sees: string, instead_of: string): boolean | undefined =>
      placesOf({ ...preview, campuses: [campus("x", "UTC", { shifts: [{ key: first, on: first, sees, instead_of }] })] })[0]?.shifts[0]?.earlier;
    expect([over("00:30:00", "23:30:00"), over("23:30:00", "00:30:00")]).toEqual([false, true]);
  });

  it("offers hours that are better for more campuses, the nearest first", () => {
    expect(betterHours(preview, "11:00").map(({ time: hour, campuses }) => [hour, campuses])).toEqual([["15:00", 0], ["16:00", 0], ["17:00", 0]]);
  });

  it("offers nothing where nobody suffers", () => {
    expect(betterHours({ ...preview, campuses: preview.campuses.slice(0, 2) }, "11:00")).toEqual([]);
  });
});

it("reckons a bad hour as the server does: begins before 08:00, ends after 22:00 or on another day", () => {
  const bad = (start: string, end: string): boolean => isBadHour(new Date(`2026-10-15T${start}:00Z`), new Date(`2026-10-${end}:00Z`), "UTC");
  expect([bad("07:59", "15T09:00"), bad("08:00", "15T22:00"), bad("21:00", "15T22:01"), bad("23:00", "16T00:00")]).toEqual([true, false, true, true]);
});

describe("this and following", () => {
  const schedule: Schedule = {
    starts_on: "2026-10-15", anchors: [{ zone: "Asia/Shanghai", time: "20:00:00" }, { zone: "Europe/Berlin", time: "20:00:00" }], minutes: 90,
    rule: { frequency: "weekly", interval: 1, weekdays: ["TH"], count: 8 }, extra: ["2026-10-16T20:00:00", "2026-11-20T20:00:00"],
  };

  it("goes on as it was: whose turn it is, what is left, later extra dates", () => {
    expect(continuing(schedule, { zone: "Europe/Berlin", planned: "2026-10-22T20:00:00" }, 7)).toEqual({
      ...schedule, starts_on: "2026-10-22", anchors: [schedule.anchors[1], schedule.anchors[0]],
      rule: { ...schedule.rule, count: 7 }, extra: ["2026-11-20T20:00:00"],
    });
  });

  it("counts the rule's dates only", () => {
    expect(datesLeft(schedule, ["20261015T2000", "20261016T2000", "20261022T2000", "20261029T2000", "20261120T2000"], "20261022T2000")).toBe(2);
  });

  it("reads a key as a wall clock", () => {
    expect(wallOfKey("20261022T2005")).toBe("2026-10-22T20:05");
  });
});
