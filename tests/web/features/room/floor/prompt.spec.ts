import { describe, expect, it } from "vitest";
import type { FloorView } from "@/generated/messages";
import { outlook } from "@/features/room/floor/prompts/outlook";
import { promptOf, type Prompt } from "@/features/room/floor/prompts/prompt";
import { after, entry, floor, NOW, queue, turn, venueTurn, waiting } from "./floorView";

const ME = "ada";

function stands(view: Partial<FloorView>, { heard = false, mayAsk = true, at = 0 } = {}): Prompt | undefined {
  return promptOf(outlook({ floor: floor(view), me: ME, maySpeak: true, now: NOW + at * 1000 }), { heard, mayAsk });
}
const name = (...of: Parameters<typeof stands>): string | undefined => stands(...of)?.what;

describe("the prompt", () => {
  it("asks to unmute until one is heard", () => {
    const called = { turn: waiting("trn_1", ME, { state: "called" }) };
    expect([name(called), name(called, { heard: true })]).toEqual(["unmute", undefined]);
    expect(name({ turn: turn("trn_1", ME) })).toBe("unmute");
    expect(stands({ turn: venueTurn("trn_1", "Wei", ME) })).toMatchObject({ what: "unmute_for", name: "Wei" });
    expect(name({ turn: turn("trn_1", ME, { text_turn: true }) })).toBe("write");
    expect(name({ turn: turn("trn_1", "bob") })).toBeUndefined();
  });

  it("reminds of the time, and does not ask to unmute while the clock is stopped", () => {
    const mine = { turn: turn("trn_1", ME) };
    expect([name(mine, { heard: true, at: 155 }), name(mine, { heard: true, at: 185 })]).toEqual(["warning", "time_up"]);
    expect(name({ turn: waiting("trn_1", ME, { state: "paused", paused: { moderator: true } }) })).toBe("stopped");
  });

  it("says that the floor comes back, with how much", () => {
    const view = { turn: turn("trn_2", "bob"), interrupted: waiting("trn_1", ME, { used: 50_000, paused: { interposed: true } }) };
    expect(stands(view)).toEqual({ what: "interrupted", key: "interrupted:trn_2", name: "bob", remaining: 130_000 });
  });

  it("tells who is next, before the last call", () => {
    expect(name({ ...queue(entry("ent_1", ME, 1)), closes_at: after(30) })).toBe("next");
    expect(stands({ closes_at: after(30) })).toEqual({ what: "last_call", key: `last_call:${NOW + 30_000}`, until: NOW + 30_000 });
    expect(name({ closes_at: after(30) }, { mayAsk: false })).toBeUndefined();
    expect([name({ closes_at: after(30), gavel: { holder: ME } }), name({ closes_at: after(30), gavel: { holder: "bob" } })]).toEqual([undefined, "last_call"]);
    expect(name({ ...queue(entry("ent_1", "bob", 1), entry("ent_2", ME, 2)), closes_at: after(30) })).toBeUndefined();
  });
});
