import { describe, expect, it } from "vitest";
import type { PollFields } from "@/features/polls/api";
import { changesOf, rebased } from "@/features/polls/make/edit";

const before: PollFields = {
  title: "Kick-off", note: "", zone: "Asia/Shanghai", minutes: 90, repeats: "once", options: ["2026-11-25T20:00", "2026-11-26T20:00"], club_ids: ["clb_a", "clb_b"], deadline: null,
};

describe("an edit of a poll", () => {
  it("is only what was changed, whatever the order of lists", () => {
    expect(changesOf(before, { ...before, club_ids: ["clb_b", "clb_a"] }, before)).toEqual({});
    expect(changesOf(before, { ...before, title: "Feast", deadline: "2026-11-24T18:00" }, { ...before, title: "Spring", note: "New" }))
      .toEqual({ title: "Feast", deadline: "2026-11-24T18:00" });
  });

  it("adds and takes away where somebody else has added and taken away", () => {
    expect(rebased(["a", "b", "c"], ["a", "c", "d"], ["b", "c", "e"])).toEqual(["c", "d", "e"]);
    const mine = { ...before, options: [...before.options, "2026-11-27T20:00"] };
    const now = { ...before, options: ["2026-11-26T20:00", "2026-11-28T20:00"] };
    expect(changesOf(before, mine, now)).toEqual({ options: ["2026-11-26T20:00", "2026-11-27T20:00", "2026-11-28T20:00"] });
  });
});
