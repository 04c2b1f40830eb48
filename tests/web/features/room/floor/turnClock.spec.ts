import { describe, expect, it } from "vitest";
import { clockFace, clockText, remainingText, usedText } from "@/features/room/floor/model/turnClock";
import { ServerClock } from "@/core/clock/serverClock";
import { NOW, turn, waiting } from "./floorView";

const WARNING = 30_000;
const at = (seconds: number) => clockFace(turn("trn_1", "lin"), WARNING, NOW + seconds * 1000);

describe("the clock of a turn", () => {
  it("runs from the moment the server set it going, and says what is left", () => {
    expect(at(97)).toEqual({ used: 97_000, remaining: 83_000, share: 83 / 180, tone: "calm", runs: true });
  });

  it("warns in the last seconds, and goes on counting when they are over", () => {
    expect([at(149).tone, at(150).tone, at(180).tone, at(181).tone]).toEqual(["calm", "warning", "warning", "over"]);
    expect([at(181).share, remainingText(at(192).remaining)]).toEqual([0, "+0:12"]);
  });

  it("stands still while nothing sets it going, with what was used before", () => {
    const paused = waiting("trn_1", "lin", { used: 60_000, state: "paused" });
    expect(clockFace(paused, WARNING, NOW + 999_000)).toMatchObject({ remaining: 120_000, runs: false });
  });

  it("does not go back when a clock is a little behind the server's", () => {
    expect(at(-2).remaining).toBe(180_000);
  });

  it("shows the same second on two computers whose clocks are five minutes apart", () => {
    const shown = [-300_000, 0, 300_000].map((wrong) => {
      const clock = new ServerClock(() => NOW + 60_400 + wrong);
      clock.learn({ sent: NOW + 60_360 + wrong, received: NOW + 60_440 + wrong, server: NOW + 60_400 });
      return remainingText(clockFace(turn("trn_1", "lin"), WARNING, clock.now()).remaining);
    });
    expect(shown).toEqual(["2:00", "2:00", "2:00"]);
  });
});

describe("time in figures", () => {
  it("says 0:00 only when it is over", () => {
    expect([remainingText(83_000), remainingText(82_001), remainingText(1), remainingText(0), remainingText(-1), remainingText(-61_000)])
      .toEqual(["1:23", "1:23", "0:01", "0:00", "+0:00", "+1:01"]);
  });

  it("has hours only where there are any", () => {
    expect([clockText(5), clockText(600), clockText(3605), usedText(1999), usedText(-5)]).toEqual(["0:05", "10:00", "1:00:05", "0:01", "0:00"]);
  });
});
