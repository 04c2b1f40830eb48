import { describe, expect, it } from "vitest";
import { comings } from "@/features/room/model/comings";
import { maySendOut, mayStop, rolesFor } from "@/features/room/model/rights";
import { matches, seatGroups } from "@/features/room/model/seats";
import { seatState } from "@/features/room/model/seatState";
import { NOBODY } from "@/core/media/people";
import { person, SUSTECH, table, UCLA } from "./people";

const names = (groups: ReturnType<typeof seatGroups>) => groups.map(({ key, people }) => [key, people.map(({ id }) => id)]);

describe("seats", () => {
  const before = table(person("dora", 4, { club: UCLA }), person("alice", 1), person("bob", 2, { club: SUSTECH }), person("eve", 5, { club: SUSTECH }));

  it("are grouped by club, in the order people came, without a club last", () => {
    expect(names(seatGroups(before))).toEqual([["clb_s", ["bob", "eve"]], ["clb_u", ["dora"]], ["", ["alice"]]]);
  });

  it("stay where they are when somebody comes, goes away or is renamed", () => {
    const after = { ...before, ...table(person("zoe", 9, { club: UCLA }), person("bob", 2, { club: SUSTECH, connected: false, name: "Robert" })) };
    expect(names(seatGroups(after))).toEqual([["clb_s", ["bob", "eve"]], ["clb_u", ["dora", "zoe"]], ["", ["alice"]]]);
  });

  it("are found by name, club or campus in either language", () => {
    const lin = person("林知夏", 1, { club: SUSTECH });
    expect(["知夏", "sustech", "南科大", " 南方 "].map((typed) => matches(lin, typed))).toEqual([true, true, true, true]);
    expect(matches(lin, "ucla")).toBe(false);
  });

  it("say one word, the one that matters most", () => {
    const talking = { ...NOBODY, microphone: "on" as const, speaking: true };
    expect(seatState(person("a", 1, { connected: false }), talking)).toBe("away");
    expect(seatState(person("a", 1), talking)).toBe("speaking");
    expect(seatState(person("a", 1), { ...talking, speaking: false, screen: "TR_a" })).toBe("sharing");
    expect(seatState(person("a", 1), { ...NOBODY, microphone: "muted", speaking: true })).toBe("muted");
    expect(seatState(person("a", 1), NOBODY)).toBe("listening");
    expect(seatState(person("a", 1, { role: "observer" }), NOBODY)).toBe("observing");
  });

  it("say that somebody is muted as soon as a moderator did it, before the media server tells", () => {
    const muted = person("a", 1, { stopped: { microphone: true } });
    const still = { ...NOBODY, microphone: "on" as const, speaking: true };
    expect([seatState(muted, still), seatState(muted, NOBODY)]).toEqual(["muted", "muted"]);
  });
});

describe("comings and goings", () => {
  it("are told together, without oneself, and a passage through the lobby is one coming", () => {
    const before = { inside: table(person("me", 1), person("gone", 2)), waiting: { eve: { name: "eve" } } };
    const now = { inside: table(person("me", 1), person("eve", 3), person("bob", 3)), waiting: { zoe: { name: "zoe" } } };
    expect(comings(before, now, "me")).toEqual({ came: ["eve", "bob"], left: ["gone"], knocked: ["zoe"] });
  });
});

describe("rights offered", () => {
  const host = person("host", 1, { role: "host" });
  const moderator = person("mod", 2, { role: "moderator" });
  const guest = person("guest", 3, { role: "guest" });

  it("stop a host only by a host, and never oneself", () => {
    expect([mayStop(moderator, guest), mayStop(moderator, host), mayStop(host, moderator), mayStop(host, host), mayStop(guest, moderator)])
      .toEqual([true, false, true, false, false]);
  });

  it("send out no host, and a moderator only by a host", () => {
    expect([maySendOut(moderator, guest), maySendOut(moderator, person("m2", 4, { role: "moderator" })), maySendOut(host, moderator), maySendOut(moderator, host)])
      .toEqual([true, false, true, false]);
  });

  it("give a moderator only the roles below their own", () => {
    expect(rolesFor(moderator, guest)).toEqual(["representative", "observer"]);
    expect(rolesFor(moderator, host)).toEqual([]);
    expect(rolesFor(host, guest)).toEqual(["host", "moderator", "representative", "observer"]);
    expect(rolesFor(guest, moderator)).toEqual([]);
  });
});
