import { describe, expect, it } from "vitest";
import { clubTallies, notSpoken, personTallies } from "@/features/room/floor/model/statistics";
import type { ClubTallyView, PersonTallyView } from "@/generated/messages";
import { person, SUSTECH, UCLA } from "../people";
import { floor, NOW, turn, venueTurn } from "./floorView";

const ofClub = (club: typeof UCLA, ms: number, turns: number, item_ms = 0): ClubTallyView => ({ club, ms, turns, item_ms, item_turns: item_ms > 0 ? 1 : 0 });
const of = (name: string, ms: number, turns: number, item_ms = 0): PersonTallyView => ({ name, ms, turns, item_ms, item_turns: item_ms > 0 ? 1 : 0 });
const session = { span: "session", now: NOW + 10_000 } as const;
const onItem = { span: "item", now: NOW + 10_000 } as const;
const english = ({ name_en }: typeof UCLA) => name_en;

const lin = person("lin", 1, { club: SUSTECH });
const maya = person("maya", 2, { club: UCLA });

describe("statistics", () => {
  it("show clubs by their seconds, with those who are here and silent", () => {
    const view = floor({ clubs: { [UCLA.id]: ofClub(UCLA, 30_000, 2) } });
    expect(clubTallies(view, [lin, maya], session, english).map(({ name, milliseconds, turns, share }) => [name, milliseconds, turns, share])).toEqual([
      ["Open Source @ UCLA", 30_000, 2, 1], ["SUSTech Open Source", 0, 0, 0],
    ]);
  });

  it("leave out clubs that are neither here nor were heard on this item", () => {
    const view = floor({ clubs: { [UCLA.id]: ofClub(UCLA, 30_000, 2) } });
    expect([clubTallies(view, [], onItem, english), clubTallies(view, [], session, english).length]).toEqual([[], 1]);
  });

  it("count what is being said right now, for the club and for the person", () => {
    const view = floor({ clubs: { [UCLA.id]: ofClub(UCLA, 5000, 1, 5000) }, people: { maya: of("maya", 5000, 1, 5000) }, turn: turn("trn_2", "maya", { club: UCLA.id }) });
    expect(clubTallies(view, [maya], onItem, english)[0]?.milliseconds).toBe(15_000);
    expect(personTallies(view, onItem)).toMatchObject([{ key: "maya", milliseconds: 15_000, turns: 1 }]);
  });

  it("know who speaks for the first time, at the table or in a sub-venue", () => {
    expect(personTallies(floor({ turn: turn("trn_1", "lin") }), session)).toMatchObject([{ key: "lin", milliseconds: 10_000 }]);
    const guest = floor({ people: { "hall/att_1": of("李雷", 1000, 1) }, turn: venueTurn("trn_2", "李雷", "hall") });
    expect(personTallies(guest, session)).toMatchObject([{ key: "hall/att_1", milliseconds: 11_000 }]);
  });

  it("name those who have not spoken: nobody who listens only, nor who speaks now", () => {
    const observer = person("zoe", 3, { role: "observer" });
    const bob = person("bob", 4);
    const view = floor({ people: { lin: of("lin", 9000, 1) }, turn: turn("trn_2", "maya") });
    expect(notSpoken(view, [lin, maya, observer, bob], "session").map(({ id }) => id)).toEqual(["bob"]);
    expect(notSpoken(view, [lin, maya, observer, bob], "item").map(({ id }) => id)).toEqual(["lin", "bob"]);
  });
});
