import { describe, expect, it } from "vitest";
import { nextStep } from "@/features/room/floor/model/step";
import { entry, floor, queue, turn } from "./floorView";

describe("the moderator's one button", () => {
  it("names whom it calls", () => {
    expect(nextStep(floor(queue(entry("ent_1", "周一鸣", 10))))).toEqual({ does: "call", name: "周一鸣" });
  });

  it("says that it lets a question in, or a point of order", () => {
    const asks = (kind: "clarifying_question" | "point_of_order") =>
      nextStep(floor({ ...queue(entry("ent_1", "何子安", 10, { kind })), step: { does: "interpose", entry: "ent_1" } }));
    expect([asks("clarifying_question"), asks("point_of_order")]).toEqual([{ does: "question", name: "何子安" }, { does: "order", name: "何子安" }]);
  });

  it("gives the floor back to the one who was interrupted", () => {
    const view = floor({ turn: turn("trn_2", "何子安"), interrupted: turn("trn_1", "林知夏"), step: { does: "resume" } });
    expect(nextStep(view)).toEqual({ does: "resume", name: "林知夏" });
  });

  it("ends the turn when nobody waits, and does nothing when nobody speaks either", () => {
    expect([nextStep(floor({ step: { does: "end" } })), nextStep(floor())]).toEqual([{ does: "end", name: "" }, { does: "nobody", name: "" }]);
  });

  it("does nothing for an entry that is not there any more", () => {
    expect(nextStep(floor({ step: { does: "call", entry: "ent_9" } })).does).toBe("nobody");
  });
});
