import { describe, expect, it } from "vitest";
import { merged, wallsIn, type Range } from "@/features/polls/make/generator";

const range: Range = { from: "2026-11-23", until: "2026-12-06", weekdays: ["WE", "SA"], earliest: "19:30", latest: "21:00", step: "45" };

describe("options made from weekdays and hours", () => {
  it("are all beginnings on these weekdays in the range, its last day too", () => {
    expect(wallsIn(range)).toEqual([
      "2026-11-25T19:30", "2026-11-25T20:15", "2026-11-25T21:00", "2026-11-28T19:30", "2026-11-28T20:15", "2026-11-28T21:00",
      "2026-12-02T19:30", "2026-12-02T20:15", "2026-12-02T21:00", "2026-12-05T19:30", "2026-12-05T20:15", "2026-12-05T21:00",
    ]);
  });

  it("never go over midnight", () => {
    expect(wallsIn({ ...range, until: "2026-11-25", earliest: "23:30", latest: "23:59", step: "30" })).toEqual(["2026-11-25T23:30"]);
  });

  it.each<Partial<Range>>([
    { from: "" }, { until: "soon" }, { earliest: "" }, { latest: "9" }, { step: "0" }, { step: "" }, { weekdays: [] },
    { from: "2026-12-07" }, { earliest: "22:00" },
  ])("are none while the form is unfinished or empty: %o", (changes) => {
    expect(wallsIn({ ...range, ...changes })).toEqual([]);
  });

  it("end somewhere, whatever the range", () => {
    const endless = wallsIn({ ...range, until: "9999-12-31", weekdays: ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], earliest: "20:00", latest: "20:00" });
    expect(endless).toHaveLength(366);
  });

  it("join those that are there, in order and once each", () => {
    expect(merged(["2026-11-25T20:15", "2026-11-24T09:00"], ["2026-11-25T20:15", "2026-11-23T09:00"]))
      .toEqual(["2026-11-23T09:00", "2026-11-24T09:00", "2026-11-25T20:15"]);
  });
});
