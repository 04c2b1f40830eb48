import { describe, expect, it } from "vitest";
import { reaching, topsOf } from "@/features/room/floor/model/drawing";

const heights: Readonly<Record<string, number>> = { a: 100, b: 50, c: 80, d: 70 };
const tops = topsOf(Object.keys(heights), (id) => heights[id] ?? 0);

describe("rows of a long list", () => {
  it("begin where those before them end", () => {
    expect(tops).toEqual([0, 100, 150, 230, 300]);
  });

  it("are drawn where they reach into view", () => {
    expect(reaching(tops, 0, 100)).toEqual([0, 1]);
    expect(reaching(tops, 99, 151)).toEqual([0, 3]);
    expect(reaching(tops, 100, 150)).toEqual([1, 2]);
    expect(reaching(tops, -400, 1000)).toEqual([0, 4]);
  });

  it("are none beyond the ends", () => {
    expect(reaching(tops, -500, -100)).toEqual([0, 0]);
    expect(reaching(tops, 300, 900)).toEqual([4, 4]);
  });
});
