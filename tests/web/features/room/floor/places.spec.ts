import { describe, expect, it } from "vitest";
import { standings } from "@/features/room/floor/model/places";
import { entry, floor, queue, turn, venueTurn, without } from "./floorView";

describe("a seat at the table", () => {
  it("says one word of its person's standing", () => {
    const view = floor({
      turn: turn("trn_2", "zhou"), interrupted: turn("trn_1", "lin"),
      ...queue(entry("ent_4", "maya", 10), entry("ent_5", "jonas", 20), entry("ent_6", "wang", 30)),
    });
    expect(Object.fromEntries(standings(view))).toEqual({
      zhou: { is: "speaking" }, lin: { is: "interrupted" }, maya: { is: "next" }, jonas: { is: "place", place: 2 }, wang: { is: "place", place: 3 },
    });
  });

  it("says the first word that is true of somebody", () => {
    const view = floor({ turn: turn("trn_1", "lin", { state: "called" }), ...queue(entry("ent_2", "maya", 10), entry("ent_3", "lin", 20), entry("ent_4", "maya", 30)) });
    expect(Object.fromEntries(standings(view))).toEqual({ lin: { is: "called" }, maya: { is: "next" } });
  });

  it("stands for the people of its sub-venue, and for nobody whose name was typed", () => {
    const guest = without(entry("ent_2", "李雷", 10, { venue: "hall", attendee: "att_1" }), "participant");
    const typed = without(entry("ent_3", "韩梅梅", 20), "participant");
    expect(Object.fromEntries(standings(floor({ turn: venueTurn("trn_1", "王芳", "hall"), ...queue(guest, typed) })))).toEqual({ hall: { is: "speaking" } });
  });
});
