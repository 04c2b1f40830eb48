import { describe, expect, it } from "vitest";
import { shortcutOf, takesSpace, takesText } from "@/features/room/model/shortcuts";
import { titled } from "@/features/room/model/badge";
import { clubChoices, groupedChoices } from "@/features/room/entry/facts";

const press = (key: string, more: object = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, repeat: false, isComposing: false, ...more });

describe("shortcuts", () => {
  it("are single keys in either case, some for moderators only", () => {
    expect([shortcutOf(press("m"), false), shortcutOf(press("M"), false), shortcutOf(press("a"), false), shortcutOf(press("a"), true)])
      .toEqual(["microphone", "microphone", undefined, "admit"]);
  });

  it("leave the browser's own keys and an input method alone", () => {
    expect(shortcutOf(press("l", { ctrlKey: true }), true)).toBeUndefined();
    expect(shortcutOf(press("m", { isComposing: true }), true)).toBeUndefined();
    expect(shortcutOf(press("m", { repeat: true }), true)).toBeUndefined();
  });

  it("do nothing where somebody types, and space presses what it is on", () => {
    const field = document.createElement("textarea");
    const button = document.createElement("button");
    expect([takesText(field), takesText(button), takesSpace(button), takesSpace(document.body), takesText(null)])
      .toEqual([true, false, true, false, false]);
  });
});

describe("the tab", () => {
  it("counts what is unread, up to a point", () => {
    expect([titled("Roundtable", 0), titled("Roundtable", 3), titled("Roundtable", 100)]).toEqual(["Roundtable", "(3) Roundtable", "(99+) Roundtable"]);
  });
});

describe("choosing a club", () => {
  const campuses = [{ id: "c1", name_zh: "南方科技大学", name_en: "SUSTech" }, { id: "c2", name_zh: "四川大学", name_en: "" }];
  const clubs = [
    { id: "k2", name_zh: "川大开源俱乐部", name_en: "", campus_id: "c2" },
    { id: "k1", name_zh: "南科大开源社", name_en: "SUSTech Open Source", campus_id: "c1" },
  ];

  it("shows clubs under their campus, in whichever language there is", () => {
    const choices = clubChoices(clubs, campuses, true);
    expect(choices.map(({ name, campus }) => [campus, name])).toEqual([["SUSTech", "SUSTech Open Source"], ["四川大学", "川大开源俱乐部"]]);
  });

  it("finds them by words of either language", () => {
    const choices = clubChoices(clubs, campuses, false);
    expect(groupedChoices(choices, "sus 开源").map(([campus, found]) => [campus, found.map(({ id }) => id)])).toEqual([["南方科技大学", ["k1"]]]);
    expect(groupedChoices(choices, "nothing")).toEqual([]);
  });
});
