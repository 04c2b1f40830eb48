import { describe, expect, it } from "vitest";
import type { FloorView } from "@/generated/messages";
import { denials, denialOf, type RightsFacts } from "@/features/room/floor/model/rights";
import { person, SUSTECH, UCLA } from "../people";
import { SOURCES } from "@/core/media/people";
import { entry, floor, queue, turn, venueTurn } from "./floorView";
import scenes from "./rights_table.json";

const ada = person("ada", 1, { club: SUSTECH });
const host = person("host", 1, { role: "host" });
const moderator = person("mod", 1, { role: "moderator" });
const observer = person("obs", 1, { role: "observer" });
const report: FloorView["items"][string] = { id: "itm_1", title: "Report", rank: 1, state: "current", clubs: { [SUSTECH.id]: true }, used: 0 };

function facts(me: RightsFacts["me"], view: Partial<FloorView> = {}, screens: RightsFacts["screens"] = "everyone"): RightsFacts {
  return { me, screens, floor: floor(view) };
}
const told = (me: RightsFacts["me"], view: Partial<FloorView> = {}) => {
  const all = facts(me, view);
  return [denialOf("microphone", all), denialOf("camera", all), denialOf("screen", all)].map((denial) => denial ?? "-").join(" ");
};

describe("the right to publish", () => {
  it("is everybody's in open mode, but observers'", () => {
    expect([ada, host, observer].map((me) => told(me, { mode: "open" }))).toEqual(["- - -", "- - -", "observer observer observer"]);
  });

  it("is everybody's where no floor is run", () => {
    expect(denials({ me: ada, screens: "everyone", floor: undefined })).toEqual({});
  });

  it("is the moderators' and the speaker's in moderated mode; cameras are free", () => {
    expect([host, moderator, ada].map((me) => told(me))).toEqual(["- - -", "- - -", "floor - floor"]);
    expect(told(ada, { turn: turn("trn_1", "ada", { state: "called" }) })).toBe("- - -");
    expect(told(ada, { turn: turn("trn_1", "bob") })).toBe("floor - floor");
  });

  it("is also the club's whose report it is in a round", () => {
    const round = { mode: "round", items: { itm_1: report }, item: "itm_1" } as const;
    expect(told(ada, round)).toBe("- - -");
    expect(told(person("zoe", 1, { club: UCLA }), round)).toBe("round - round");
    expect(told(person("lin", 1), round)).toBe("round - round");
    expect(told(ada, { ...round, item: "itm_2" })).toBe("round - round");
    expect(told(person("zoe", 1, { club: UCLA }), { ...round, turn: turn("trn_1", "zoe") })).toBe("- - -");
  });

  it("is the presenters' on stage, cameras included", () => {
    const stage = { mode: "stage", presenters: { ada: true } } as const;
    expect([told(ada, stage), told(person("zoe", 1), stage), told(moderator, stage)]).toEqual(["- - -", "stage stage stage", "- - -"]);
    expect(told(person("zoe", 1), { ...stage, turn: turn("trn_1", "zoe") })).toBe("- - -");
  });

  it("passes to the asker while a question is asked, and the interrupted speaker is told so", () => {
    const asked = { turn: turn("trn_2", "bob", { kind: "clarifying_question" }), interrupted: turn("trn_1", "ada") };
    expect([told(ada, asked), told(person("bob", 1), asked)]).toEqual(["interrupted - interrupted", "- - -"]);
  });

  it("opens the microphone of a sub-venue for those who sit in it", () => {
    const hall = person("hall", 1);
    expect(told(hall, { turn: venueTurn("trn_1", "Wei", "hall") })).toBe("- - -");
    expect(told(ada, { turn: venueTurn("trn_1", "Wei", "hall") })).toBe("floor - floor");
  });

  it("opens nothing for a turn in writing, unless the mode does", () => {
    const written = { turn: turn("trn_1", "ada", { text_turn: true }) };
    expect(told(ada, written)).toBe("in_writing - in_writing");
    expect(told(ada, { ...written, mode: "stage", presenters: { ada: true } })).toBe("- - -");
  });

  it("is told as a matter of time to those who wait", () => {
    expect(told(ada, queue(entry("ent_1", "ada", 10)))).toBe("waiting - waiting");
  });

  it("follows the room's rule for screens as well", () => {
    const open = facts(ada, { mode: "open" }, "moderators");
    expect([denialOf("screen", open), denialOf("microphone", open)]).toEqual(["screens", undefined]);
    expect(denialOf("screen", facts(moderator, { mode: "open" }, "moderators"))).toBeUndefined();
  });

  it("is the same object as long as it is the same", () => {
    const before = denials(facts(ada));
    expect(denials(facts(ada, queue(entry("ent_1", "bob", 1))), before)).toBe(before);
    expect(denials(facts(ada, { mode: "open" }), before)).not.toBe(before);
  });
});

/** Written by the server's own tests: what it granted to whom, scene by scene. */
describe("the right to publish, as the server grants it", () => {
  it.each(scenes)("$name", ({ screens, floor: seen, people }) => {
    const view = seen as unknown as RightsFacts["floor"];
    const told = Object.entries(people).map(([who, { me }]) => {
      const denied = denials({ me: me as RightsFacts["me"], screens: screens as RightsFacts["screens"], floor: view });
      return [who, SOURCES.filter((source) => denied[source] === undefined).sort()];
    });
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(Object.entries(people).map(([who, { may }]) => [who, may])));
  });
});
