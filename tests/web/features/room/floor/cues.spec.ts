import { describe, expect, it } from "vitest";
import type { FloorView } from "@/generated/messages";
import { cues, type Cue } from "@/features/room/floor/prompts/cues";
import { outlook, untilNextLook } from "@/features/room/floor/prompts/outlook";
import { after, entry, floor, NOW, queue, turn, venueTurn, waiting, without } from "./floorView";

const ME = "ada";
const ROUND = Object.fromEntries(["itm_1", "itm_2"].map((id, rank) => [id, { id, title: id, rank, state: "current" as const, clubs: {}, used: 0 }]));
type Seen = Partial<FloorView> & { at?: number; maySpeak?: boolean };

function look({ at = 0, maySpeak = false, ...view }: Seen) {
  return { floor: floor(view), me: ME, maySpeak, now: NOW + at * 1000 };
}
const between = (before: Seen, now: Seen): Cue[] => cues(outlook(look(before)), outlook(look(now)));
const names = (before: Seen, now: Seen): string[] => between(before, now).map(({ what }) => what);

describe("the floor tells me about turns", () => {
  it("mine, and that it is over", () => {
    const mine = { turn: waiting("trn_1", ME, { state: "called" }) };
    expect(names({}, mine)).toEqual(["yours"]);
    expect(names(mine, { turn: turn("trn_1", ME) })).toEqual([]);
    expect(names(mine, {})).toEqual(["over"]);
    expect(between(mine, { turn: turn("trn_2", "bob") })).toEqual([{ what: "over" }, { what: "turn", name: "bob" }]);
  });

  it("in writing, and of those who sit with me", () => {
    expect(names({}, { turn: turn("trn_1", ME, { text_turn: true }) })).toEqual(["yours_in_writing"]);
    expect(between({}, { turn: venueTurn("trn_1", "Wei", ME) })).toEqual([{ what: "yours_for", name: "Wei" }]);
  });

  it("of others, once", () => {
    expect(between({}, { turn: turn("trn_1", "bob") })).toEqual([{ what: "turn", name: "bob" }]);
    expect(names({ turn: turn("trn_1", "bob") }, { turn: turn("trn_1", "bob", { limit: 200_000 }) })).toEqual([]);
  });

  it("interrupted by a question and given back with what was left", () => {
    const main = waiting("trn_1", ME, { state: "paused", used: 60_000, paused: { interposed: true } });
    const asked = { turn: turn("trn_2", "bob", { kind: "clarifying_question" as const }), interrupted: main };
    expect(between({ turn: turn("trn_1", ME) }, asked)).toEqual([{ what: "interposed", name: "bob" }]);
    expect(between(asked, { turn: { ...main, state: "speaking", paused: {}, running_since: after(0) } }))
      .toEqual([{ what: "back", name: ME, milliseconds: 120_000 }]);
    expect(names(asked, {})).toEqual(["over"]);
  });

  it("of another that goes on after a question", () => {
    const asked = { turn: turn("trn_2", "eve"), interrupted: turn("trn_1", "bob") };
    expect(names(asked, { turn: turn("trn_1", "bob") })).toEqual(["resumed"]);
  });
});

describe("the clock tells me", () => {
  const mine = { turn: turn("trn_1", ME) };

  it("that my time is nearly over, and over, each once", () => {
    expect(between({ ...mine, at: 149 }, { ...mine, at: 151 })).toEqual([{ what: "warning", milliseconds: 29_000 }]);
    expect(names({ ...mine, at: 151 }, { ...mine, at: 160 })).toEqual([]);
    expect(names({ ...mine, at: 179 }, { ...mine, at: 181 })).toEqual(["time_up"]);
  });

  it("when to look again", () => {
    const steps = [0, 150.001, 180.001].map((at) => untilNextLook(look({ ...mine, at })));
    expect(steps).toEqual([150_001, 30_000, undefined]);
    expect(untilNextLook(look({ turn: waiting("trn_1", ME) }))).toBeUndefined();
  });

  it("at those moments what changes", () => {
    let at = 0;
    const heard: string[] = [];
    for (let wait = untilNextLook(look({ ...mine, at })); wait !== undefined; wait = untilNextLook(look({ ...mine, at }))) {
      const then = at + wait / 1000;
      heard.push(...names({ ...mine, at }, { ...mine, at: then }));
      at = then;
    }
    expect(heard).toEqual(["warning", "time_up"]);
  });

  it("that it was stopped, runs again, or was extended", () => {
    const stopped = { turn: waiting("trn_1", ME, { state: "paused", paused: { moderator: true } }) };
    expect([names(mine, stopped), names(stopped, mine)]).toEqual([["stopped"], ["runs"]]);
    expect(between(mine, { turn: turn("trn_1", ME, { limit: 210_000 }) })).toEqual([{ what: "extended", milliseconds: 30_000 }]);
  });

  it("nothing of others' time, unless I chair", () => {
    const theirs = { turn: turn("trn_1", "bob") };
    expect(names({ ...theirs, at: 179 }, { ...theirs, at: 181 })).toEqual([]);
    const gavel = { holder: ME };
    expect(names({ ...theirs, gavel, at: 179 }, { ...theirs, gavel, at: 181 })).toEqual(["their_time_up"]);
    expect(names({ ...theirs, gavel }, { turn: turn("trn_1", "bob", { missed: true }), gavel })).toEqual(["missed"]);
  });
});

describe("the queue tells me", () => {
  const [bob, mine] = [entry("ent_1", "bob", 10), entry("ent_2", ME, 20)];

  it("where I stand when I come in and when it changes", () => {
    expect(between(queue(bob), queue(bob, mine))).toEqual([{ what: "entered", place: 2 }]);
    const eve = entry("ent_3", "eve", 15);
    expect(between(queue(bob, mine), queue(bob, eve, mine))).toEqual([{ what: "place", place: 3 }]);
    expect(names(queue(bob, mine), queue(bob, mine, entry("ent_4", "eve", 30)))).toEqual([]);
  });

  it("that I am next, once, and not also my place", () => {
    expect(names(queue(bob, mine), queue(mine))).toEqual(["next"]);
    expect(names(queue(mine), queue(mine, entry("ent_3", "eve", 30)))).toEqual([]);
    expect(names({}, queue(mine))).toEqual(["next"]);
    const guest = without(entry("ent_2", "nobody", 5, { name: "Wei", venue: ME }), "participant");
    expect(between({}, queue(guest))).toEqual([{ what: "next_for", name: "Wei" }]);
  });

  it("that I was moved, removed or cleared away with the others", () => {
    const moved = entry("ent_2", ME, 5, { reason: "moved" });
    expect(between({ ...queue(bob, mine), turn: turn("trn_9", "eve") }, { ...queue(bob, moved), turn: turn("trn_9", "eve") }))
      .toEqual([{ what: "next" }, { what: "moved", place: 1 }]);
    expect(names(queue(bob, mine), queue(bob))).toEqual(["removed"]);
    expect(names(queue(bob, mine), {})).toEqual(["cleared"]);
  });

  it("of those who sit with me by their names", () => {
    const guest = without(entry("ent_2", "nobody", 20, { name: "Wei", venue: ME }), "participant");
    expect(between(queue(bob), queue(bob, guest))).toEqual([{ what: "entered_for", name: "Wei", place: 2 }]);
    expect(between(queue(bob, guest), queue(bob))).toEqual([{ what: "removed_for", name: "Wei" }]);
  });

  it("not that I am gone from it when I was called", () => {
    expect(names(queue(mine), { turn: waiting("trn_1", ME, { state: "called" }) })).toEqual(["yours"]);
  });

  it("nothing of a guess that the server has not confirmed", () => {
    expect(names(queue(bob), queue(bob, entry("guess", ME, 20)))).toEqual([]);
  });
});

describe("the chair tells everybody", () => {
  it("of the list", () => {
    expect(between({}, { closes_at: after(60) })).toEqual([{ what: "last_call", milliseconds: 60_000 }]);
    expect(names({ closes_at: after(60) }, {})).toEqual(["last_call_off"]);
    expect(names({ closes_at: after(60) }, { closed: true })).toEqual(["closed"]);
    expect(names({ closed: true }, {})).toEqual(["reopened"]);
  });

  it("of the mode, and what it means for me", () => {
    expect(names({ mode: "moderated" }, { mode: "open", maySpeak: true })).toEqual(["mode_open"]);
    expect(names({ mode: "open", maySpeak: true }, { mode: "round", maySpeak: true })).toEqual(["mode_round"]);
    expect(names({ mode: "moderated" }, { mode: "round", maySpeak: true })).toEqual(["mode_round", "may_speak"]);
    expect(names({ mode: "stage" }, { mode: "stage", presenters: { [ME]: true }, maySpeak: true })).toEqual(["on_stage"]);
  });

  it("that my microphone is off, and says nothing of the floor where nobody has it", () => {
    expect(names({ mode: "open", maySpeak: true }, { mode: "moderated" })).toEqual(["mode_moderated", "microphone_off"]);
    expect(names({ mode: "open", maySpeak: true }, { mode: "open" })).toEqual(["microphone_off"]);
  });

  it("that the round came to my club, and went on", () => {
    expect([names({ mode: "round" }, { mode: "round", maySpeak: true }), names({ mode: "round", item: "itm_1", items: ROUND, maySpeak: true }, { mode: "round", item: "itm_2", items: ROUND })])
      .toEqual([["may_speak"], ["item", "may_not_speak"]]);
    expect(names({ turn: turn("trn_1", ME), maySpeak: true }, {})).toEqual(["over"]);
  });

  it("whom it makes the host of a sub-venue", () => {
    const held = { venues: { [ME]: { title: "Shenzhen", attendees: {} } } };
    expect(between({}, held)).toEqual([{ what: "venue_opened", name: "Shenzhen" }]);
    expect([names(held, held), names(held, {})]).toEqual([[], ["venue_closed"]]);
  });

  it("of the gavel whom it concerns", () => {
    expect(names({ gavel: { holder: "bob" } }, { gavel: { holder: "bob", offered: ME } })).toEqual(["gavel_offered"]);
    expect(names({ gavel: { offered: ME } }, { gavel: { holder: ME } })).toEqual(["gavel_mine"]);
    expect(names({ gavel: { holder: ME } }, { gavel: { holder: "bob" } })).toEqual(["gavel_passed"]);
    expect(names({ gavel: { holder: "bob" } }, { gavel: { holder: "eve" } })).toEqual([]);
  });
});

describe("who comes in", () => {
  it("is told what waits for them and nothing that was", () => {
    const first = (view: Seen) => cues(undefined, outlook(look(view))).map(({ what }) => what);
    expect(first({ mode: "stage", closed: true, turn: turn("trn_1", "bob") })).toEqual([]);
    expect(first({ turn: turn("trn_1", ME) })).toEqual(["yours"]);
    expect(first(queue(entry("ent_1", ME, 1)))).toEqual(["next"]);
  });
});
