import { describe, expect, it } from "vitest";
import { nextStep, StepHold, STEP_HOLD_MS } from "@/features/room/floor/model/step";
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

describe("a press of it", () => {
  it("counts once until it is answered", () => {
    const hold = new StepHold();
    hold.see("trn_1", 0);
    expect([hold.take(5000), hold.take(5001)]).toEqual([true, false]);
    hold.done();
    expect(hold.take(5002)).toBe(true);
  });

  it("does not count again for the second half of a double click, when the first has passed the floor on", () => {
    const hold = new StepHold();
    hold.see("trn_1", 0);
    expect(hold.take(5000)).toBe(true);
    hold.see("trn_2", 5010);
    hold.done();
    expect([hold.take(5200), hold.take(5010 + STEP_HOLD_MS - 1), hold.take(5010 + STEP_HOLD_MS)]).toEqual([false, false, true]);
  });

  it("does not count just after another moderator's", () => {
    const hold = new StepHold();
    hold.see("trn_1", 0);
    hold.see("trn_2", 9000);
    expect([hold.take(9010), hold.take(9000 + STEP_HOLD_MS)]).toEqual([false, true]);
  });

  it("is not held back by news that leave the turn as it is", () => {
    const hold = new StepHold();
    hold.see("trn_1", 0);
    hold.see("trn_1", 8999);
    expect(hold.take(9000)).toBe(true);
  });
});
