import { describe, expect, it } from "vitest";
import type { LocalHours, Poll, PollOption } from "@/features/polls/api";
import { draftOf, fieldsOf, gapsOf, newDraft } from "@/features/polls/make/draft";
import { badHere, choicesOf, hasAnswers, ordered, planOf, seenBy } from "@/features/polls/reading";

const local = (start: string, bad: boolean, badDates = Number(bad)): LocalHours => ({ start, end: start, bad_hour: bad, bad_dates: badDates, shifts: [] });

const option = (key: string, place: number, more: Partial<PollOption> = {}): PollOption => ({
  key, place, wall: `${key.slice(0, 4)}-${key.slice(4, 6)}-${key.slice(6, 8)}T${key.slice(9, 11)}:${key.slice(11)}:00`,
  start: "2026-11-25T12:00:00.000Z", end: "2026-11-25T13:30:00.000Z", dates: 1, hours: {}, yes: [], if_need_be: [], no: [], unanswered: [], bad_for: [], ...more,
});

const campus = (id: string) => ({ id, name_zh: "", name_en: "", city_zh: "", city_en: "", zone: "Asia/Shanghai" });

const poll: Poll = {
  id: "pol_1", title: "Kick-off", note: "Bring tea", zone: "Asia/Shanghai", minutes: 90, repeats: "once", state: "open", by: { id: "per_1", name: "Olga" },
  created_at: "2026-11-22T12:00:00.000Z", deadline: "2026-11-24T18:00:00", options: [option("20261125T2000", 2), option("20261126T1000", 1), option("20261127T1200", 1)],
  clubs: [{ id: "clb_a", name_zh: "甲", name_en: "A", campus_id: "cmp_a" }], campuses: [campus("cmp_a"), campus("cmp_b")],
  answers: [{ club_id: "clb_a", choices: { "20261125T2000": "no" }, note: "", by: { id: "per_1", name: "Olga" }, at: "2026-11-22T12:00:00.000Z", earlier: [] }],
  mine: [], may_organize: true,
};

describe("a poll read", () => {
  it("stands by date or by place, among equals the earlier first", () => {
    expect(ordered(poll.options, "date").map(({ key }) => key)).toEqual(["20261125T2000", "20261126T1000", "20261127T1200"]);
    expect(ordered(poll.options, "best").map(({ key }) => key)).toEqual(["20261126T1000", "20261127T1200", "20261125T2000"]);
    expect([hasAnswers(poll), hasAnswers({ ...poll, answers: [] })]).toEqual([true, false]);
  });

  it("tells what every place sees in the order of the places, and where it is bad", () => {
    const hours = { "Europe/Berlin": local("2026-11-25T13:00:00", false), "America/Los_Angeles": local("2026-11-25T04:00:00", true),
      "Asia/Kathmandu": local("2026-11-25T20:45:00", false, 22) };
    expect(seenBy(hours, ["America/Los_Angeles", "Asia/Kathmandu", "Europe/Berlin", "Asia/Tokyo"]).map(({ zone, bad }) => [zone, bad]))
      .toEqual([["America/Los_Angeles", "first"], ["Asia/Kathmandu", "later"], ["Europe/Berlin", null]]);
  });

  it("says whether the reader would sit there at night", () => {
    const one = option("20261125T2000", 1);
    expect([badHere(one, "Asia/Shanghai"), badHere(one, "America/Los_Angeles"), badHere(one, "Europe/Berlin")]).toEqual([false, true, false]);
  });

  it("gives a club's last word to its form, as one's own copy", () => {
    const choices = choicesOf(poll, "clb_a");
    expect([choices, choicesOf(poll, "clb_b")]).toEqual([{ "20261125T2000": "no" }, {}]);
    choices["20261126T1000"] = "yes";
    expect(poll.answers[0]?.choices).toEqual({ "20261125T2000": "no" });
  });

  it("leads to the plan: title, start, zone, length, campuses", () => {
    const plan = { title: "Kick-off", start: "2026-11-26T10:00", zone: "Asia/Shanghai", minutes: "90", repeats: "weekly", campuses: "cmp_a cmp_b" };
    expect(planOf(poll, option("20261126T1000", 1), "weekly")).toEqual(plan);
  });

  it("plans a single hour of a gap as what it becomes, and one that repeats as what was asked", () => {
    const gap = option("20270314T0230", 1, { becomes: "2027-03-14T03:30:00" });
    expect([planOf(poll, gap, "once")["start"], planOf(poll, gap, "weekly")["start"]]).toEqual(["2027-03-14T03:30", "2027-03-14T02:30"]);
  });
});

describe("the form of a poll", () => {
  it("says what is still missing", () => {
    expect(gapsOf(newDraft("Asia/Shanghai"))).toEqual(["title", "options", "clubs"]);
    const walls = Array.from({ length: 61 }, (_, number) => `2026-11-25T${String(number).padStart(2, "0")}:00`);
    const clubs = Array.from({ length: 101 }, (_, number) => `clb_${number}`);
    expect(gapsOf({ ...newDraft("UTC"), title: " x ", minutes: "4", options: walls, clubs })).toEqual(["minutes", "too_many_options", "too_many_clubs"]);
  });

  it("comes back from a poll as it went in", () => {
    const draft = draftOf(poll);
    expect(gapsOf(draft)).toEqual([]);
    expect(fieldsOf(draft)).toEqual({
      title: "Kick-off", note: "Bring tea", zone: "Asia/Shanghai", minutes: 90, repeats: "once", club_ids: ["clb_a"], deadline: "2026-11-24T18:00",
      options: ["2026-11-25T20:00", "2026-11-26T10:00", "2026-11-27T12:00"],
    });
    expect(fieldsOf({ ...draft, deadline: "" }).deadline).toBeNull();
  });
});
