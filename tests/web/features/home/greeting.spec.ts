import { expect, it } from "vitest";
import { partOfDay } from "@/features/home/greeting";

it("greets by the hour of the reader's day", () => {
  const parts = [0, 4, 5, 10, 11, 12, 13, 17, 18, 22, 23].map((hour) => partOfDay(new Date(2026, 10, 22, hour)));
  expect(parts).toEqual([
    "night", "night", "morning", "morning", "noon", "noon", "afternoon", "afternoon", "evening", "evening", "night",
  ]);
});
