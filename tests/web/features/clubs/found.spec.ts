import { describe, expect, it } from "vitest";
import { byCampusAndName } from "@/features/clubs/found";
import type { Campus, Club } from "@/shell/clubs";

const campus = (id: string, [name_zh, name_en]: [string, string], [city_zh, city_en]: [string, string]): Campus =>
  ({ id, name_zh, name_en, city_zh, city_en, zone: "UTC" });
const club = (id: string, campus_id: string, name_zh: string, name_en: string): Club => ({ id, campus_id, name_zh, name_en });

const campuses = [
  campus("scu", ["四川大学", "Sichuan University"], ["成都", "Chengdu"]),
  campus("tub", ["柏林工业大学", "TU Berlin"], ["柏林", "Berlin"]),
  campus("new", ["新大学", "New University"], ["深圳", "Shenzhen"]),
];
const clubs = [
  club("b", "scu", "川大镜像站", "SCU Mirrors"), club("a", "scu", "川大开源俱乐部", "Open Source at SCU"), club("c", "tub", "星期五小组", "Freitagsrunde"),
];
const told = (language: string, wanted?: string) =>
  byCampusAndName(campuses, clubs, language, wanted).map((one) => [one.campus.id, ...one.clubs.map(({ id }) => id)].join(" "));

describe("clubs by campus", () => {
  it("stand in the order of the reader's language, campuses without clubs too", () => {
    expect(told("en")).toEqual(["new", "scu a b", "tub c"]);
    expect(told("zh-CN")).toEqual(["tub c", "scu b a", "new"]);
  });

  it.each([
    ["mirror", ["scu b"]], // of a club
    ["镜像", ["scu b"]], // in the other language
    [" BERLIN ", ["tub c"]], // of a campus: all of its clubs
    ["成都", ["scu a b"]], // of a city
    ["nowhere", []],
  ])("are found by a word: %s", (wanted, found) => {
    expect(told("en", wanted)).toEqual(found);
  });
});
