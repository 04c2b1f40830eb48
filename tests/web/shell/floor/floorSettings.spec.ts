import { describe, expect, it } from "vitest";
import { inSeconds } from "@/features/room/floor/model/settings";
import { RANGES, within } from "@/shell/floor/floorSettings";
import { floor } from "../../features/room/floor/floorView";

describe("the rules of the floor in a form", () => {
  it("are in seconds", () => {
    expect(inSeconds(floor())).toEqual({
      mode: "moderated", policy: "fair", bound: 3, limits: { point_of_order: 60, clarifying_question: 60, reply: 120, topic: 180 },
      warning: 30, hard_stop: false, call_grace: 10, absence_grace: 30, entries_per_kind: 1,
    });
  });

  it("take whole numbers the server takes, and no others", () => {
    expect(["180", " 10 ", "9", "3601", "1.5", "", "ten"].map((typed) => within(typed, RANGES.limit))).toEqual([180, 10, undefined, undefined, undefined, undefined, undefined]);
  });
});
