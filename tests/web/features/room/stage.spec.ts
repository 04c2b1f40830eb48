import { describe, expect, it } from "vitest";
import { NOBODY, type People, type PersonMedia } from "@/core/media/people";
import { EMPTY_STAGE, heldStage, nextStage, STAGE_HOLD_MS } from "@/features/room/model/stage";

const talks: PersonMedia = { ...NOBODY, microphone: "on", speaking: true };
const shares: PersonMedia = { ...NOBODY, screen: "TR_s" };
const at = (...people: [string, PersonMedia][]): People => Object.fromEntries(people);
const present = ["alice", "bob", "chen"];

describe("the stage", () => {
  it("shows whoever came first until somebody speaks", () => {
    const first = nextStage(EMPTY_STAGE, {}, present, 0);
    expect(first.shown).toEqual({ person: "alice", shows: "person" });
    expect(nextStage(first, at(["bob", talks]), present, 5000).shown).toEqual({ person: "bob", shows: "person" });
  });

  it("stays with a speaker through a breath and through another's cough", () => {
    const bob = nextStage(EMPTY_STAGE, at(["bob", talks]), present, 0);
    expect(nextStage(bob, at(["chen", talks]), present, STAGE_HOLD_MS - 1).shown?.person).toBe("bob");
    expect(nextStage(bob, at(["chen", talks]), present, STAGE_HOLD_MS).shown?.person).toBe("chen");
    expect(nextStage(bob, at(["alice", talks], ["bob", talks]), present, 60_000).shown?.person).toBe("bob");
    expect(nextStage(bob, {}, present, 60_000).shown?.person).toBe("bob");
  });

  it("prefers a shared screen, the newest sharer only when the first has stopped", () => {
    const one = nextStage(EMPTY_STAGE, at(["bob", shares], ["alice", talks]), present, 0);
    expect(one.shown).toEqual({ person: "bob", shows: "screen" });
    expect(nextStage(one, at(["bob", shares], ["chen", shares]), present, 1).shown?.person).toBe("bob");
    expect(nextStage(one, at(["chen", shares]), present, 2).shown?.person).toBe("chen");
    expect(nextStage(one, {}, present, 3).shown).toEqual({ person: "bob", shows: "person" });
  });

  it("goes on without who left, and is empty without anybody", () => {
    const bob = nextStage(EMPTY_STAGE, at(["bob", talks]), present, 0);
    expect(nextStage(bob, {}, ["alice"], 10).shown?.person).toBe("alice");
    expect(nextStage(bob, {}, [], 10)).toEqual(EMPTY_STAGE);
  });

  it("keeps the same picture when nothing changed, so that nothing is drawn again", () => {
    const bob = nextStage(EMPTY_STAGE, at(["bob", talks]), present, 0);
    expect(nextStage(bob, at(["bob", talks]), present, 900).shown).toBe(bob.shown);
  });
});

describe("the stage while somebody has the floor", () => {
  it("shows them, whoever else is heard, and oneself too", () => {
    const bob = nextStage(EMPTY_STAGE, at(["bob", talks]), present, 0);
    expect(heldStage(bob, at(["bob", talks]), present, "chen").shown).toEqual({ person: "chen", shows: "person" });
    expect(heldStage(bob, {}, present, "me").shown).toEqual({ person: "me", shows: "person" });
  });

  it("shows their screen before anybody else's, and another's before their face", () => {
    const both = heldStage(EMPTY_STAGE, at(["alice", shares], ["chen", shares]), present, "alice");
    expect(both.shown).toEqual({ person: "alice", shows: "screen" });
    expect(heldStage(both, at(["chen", shares]), present, "alice").shown).toEqual({ person: "chen", shows: "screen" });
  });

  it("shows no face for a name without a place at the table", () => {
    expect(heldStage(EMPTY_STAGE, at(["bob", talks]), present, "").shown).toEqual({ person: "", shows: "person" });
  });
});
