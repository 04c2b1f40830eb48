import { describe, expect, it } from "vitest";
import { countdown, waitOf, type DoorsFacts, type PlannedSession } from "@/features/room/entry/doors";
import { isShutOut, type EntryFacts } from "@/features/room/entry/facts";

const session: PlannedSession = {
  title: "Sync", start: "2026-11-25T12:00:00.000Z", end: "2026-11-25T13:30:00.000Z", opens_at: "2026-11-25T11:45:00.000Z",
  zone: "Asia/Shanghai", cancelled: false,
};
const doors: DoorsFacts = { now: "2026-11-25T11:00:00.000Z", open: false, next: session, changes: [] };
const facts: EntryFacts = { title: "Sync", lobby: false, locked: false, live: false, people: 0, doors };

describe("closed doors", () => {
  it("counts hours, minutes and seconds, and never below zero", () => {
    expect([45 * 60_000, 3_661_000, 59_001, 1, 0, -5000].map(countdown)).toEqual(["45:00", "1:01:01", "1:00", "0:01", "0:00", "0:00"]);
  });

  it("counts down on the day itself only", () => {
    const at = (hours: number): string => waitOf(doors, Date.parse(session.opens_at) - hours * 3_600_000);
    expect([0, 12, 12.01, 48].map(at)).toEqual(["soon", "soon", "later", "later"]);
    expect(waitOf({ ...doors, next: null }, 0)).toBe("nothing");
  });

  it("keep out everybody but those who run the room", () => {
    expect(isShutOut(facts)).toBe(true);
    expect(isShutOut({ ...facts, mine: "moderator" })).toBe(false);
    expect(isShutOut({ ...facts, doors: { ...doors, open: true } })).toBe(false);
    expect(isShutOut({ ...facts, doors: null })).toBe(false);
  });
});
