import type { Anchor, Rule, Schedule } from "@/features/series/plan/schedule";
import {
  WEEKDAYS, dayOfMonth, isDay, isLastOfMonth, isLastWeekdayOfMonth, nextOn, nthOf, plusDays, weekdayOf, type Weekday,
} from "@/shell/days";

export type Repeats = "once" | "daily" | "weekly" | "monthly";
/** How a month's date is meant; each says something about the first date, so that this is always one of them. */
export type Monthly = "day" | "last_day" | "nth" | "last_weekday";
export type Ends = "until" | "count" | "never";

/** The form of a schedule. Numbers are texts, as fields have them. */
export interface Draft {
  starts_on: string;
  time: string;
  zone: string;
  minutes: string;
  repeats: Repeats;
  interval: string;
  weekdays: readonly Weekday[];
  monthly: Monthly;
  ends: Ends;
  until: string;
  count: string;
  /** The second hour of a series that takes turns; null without. */
  second: Anchor | null;
  extra: readonly string[];
}

/** A fortnightly meeting that begins in a week and goes on for half a year: what most clubs do. */
export function newDraft(today: string, zone: string): Draft {
  const first = plusDays(today, 7);
  return {
    starts_on: first, time: "20:00", zone, minutes: "90", repeats: "weekly", interval: "2", weekdays: [weekdayOf(first)],
    monthly: "nth", ends: "count", until: plusDays(first, 18 * 7), count: "10", second: null, extra: [],
  };
}

export function scheduleOf(draft: Draft): Schedule {
  return {
    starts_on: draft.starts_on,
    anchors: [{ zone: draft.zone, time: draft.time }, ...(draft.second && draft.repeats !== "once" ? [draft.second] : [])],
    minutes: Number(draft.minutes),
    rule: ruleOf(draft),
    extra: draft.extra,
  };
}

function ruleOf(draft: Draft): Rule | null {
  if (draft.repeats === "once") return null;
  const ends = {
    ...(draft.ends === "until" ? { until: draft.until } : {}),
    ...(draft.ends === "count" ? { count: Number(draft.count) } : {}),
  };
  const often = { frequency: draft.repeats, interval: Number(draft.interval), ...ends };
  if (draft.repeats === "daily") return often;
  if (draft.repeats === "weekly") return { ...often, weekdays: WEEKDAYS.filter((day) => draft.weekdays.includes(day)) };
  return { ...often, ...monthOf(draft) };
}

function monthOf({ monthly, starts_on }: Draft): Pick<Rule, "month_day" | "nth" | "weekdays"> {
  const weekdays = [weekdayOf(starts_on)];
  switch (monthly) {
    case "day": return { month_day: dayOfMonth(starts_on) };
    case "last_day": return { month_day: -1 };
    case "nth": return { nth: nthOf(starts_on) ?? -1, weekdays };
    case "last_weekday": return { nth: -1, weekdays };
  }
}

export function draftOf(schedule: Schedule): Draft {
  const { rule, anchors: [first, second] } = schedule;
  const standard = newDraft(schedule.starts_on, first?.zone ?? "UTC");
  return {
    ...standard,
    starts_on: schedule.starts_on,
    time: (first?.time ?? standard.time).slice(0, 5),
    minutes: String(schedule.minutes),
    repeats: rule?.frequency ?? "once",
    interval: String(rule?.interval ?? 1),
    weekdays: rule?.frequency === "weekly" ? rule.weekdays ?? [] : [weekdayOf(schedule.starts_on)],
    monthly: monthlyOf(rule),
    ends: rule?.until ? "until" : rule?.count ? "count" : "never",
    until: rule?.until ?? plusDays(schedule.starts_on, 18 * 7),
    count: String(rule?.count ?? standard.count),
    second: second ? { zone: second.zone, time: second.time.slice(0, 5) } : null,
    extra: (schedule.extra ?? []).map((one) => one.slice(0, 16)),
  };
}

function monthlyOf(rule: Rule | null | undefined): Monthly {
  if (rule?.month_day) return rule.month_day === -1 ? "last_day" : "day";
  return rule?.nth === -1 ? "last_weekday" : "nth";
}

/** The ways in which a month's date can be meant that begins on this day. */
export function monthlyChoices(day: string): Monthly[] {
  return [
    ...(nthOf(day) ? ["nth" as const] : []),
    ...(isLastWeekdayOfMonth(day) ? ["last_weekday" as const] : []),
    "day",
    ...(isLastOfMonth(day) ? ["last_day" as const] : []),
  ];
}

/** Another way to repeat: how often is what most mean by it, two of weeks and one of all else. */
export const repeating = (draft: Draft, repeats: Repeats): Draft => ({ ...draft, repeats, interval: repeats === "weekly" ? "2" : "1" });

/** Another first day: the weekday that the old one stood for goes with it, and the month's date is meant as far as it can be. */
export function startingOn(draft: Draft, day: string): Draft {
  if (!isDay(day)) return { ...draft, starts_on: day };
  const before = isDay(draft.starts_on) ? weekdayOf(draft.starts_on) : null;
  const others = draft.weekdays.filter((one) => one !== before);
  const weekdays = others.includes(weekdayOf(day)) ? others : [...others, weekdayOf(day)];
  const choices = monthlyChoices(day);
  const monthly = choices.includes(draft.monthly) ? draft.monthly : choices[0] ?? "day";
  return { ...draft, starts_on: day, weekdays, monthly };
}

/** A weekday pressed. The last one stays; without the first day's weekday the series begins on the next that is left. */
export function toggled(draft: Draft, weekday: Weekday): Draft {
  if (!draft.weekdays.includes(weekday)) return { ...draft, weekdays: [...draft.weekdays, weekday] };
  const weekdays = draft.weekdays.filter((one) => one !== weekday);
  if (weekdays.length === 0) return draft;
  return { ...draft, weekdays, starts_on: isDay(draft.starts_on) ? nextOn(draft.starts_on, weekdays) : draft.starts_on };
}

/** Whether a text is a whole number in a range. */
export const isWhole = (text: string, least: number, most: number): boolean => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;

/** Which fields cannot be asked about yet. An empty field while somebody types is nothing to complain of to the server. */
export function unfinished(draft: Draft): (keyof Draft)[] {
  const wrong: (keyof Draft)[] = [];
  if (!isDay(draft.starts_on)) wrong.push("starts_on");
  if (!/^\d\d:\d\d$/.test(draft.time)) wrong.push("time");
  if (!isWhole(draft.minutes, 5, 1440)) wrong.push("minutes");
  if (draft.repeats !== "once") {
    if (!isWhole(draft.interval, 1, 52)) wrong.push("interval");
    if (draft.ends === "count" && !isWhole(draft.count, 1, 520)) wrong.push("count");
    if (draft.ends === "until" && (!isDay(draft.until) || draft.until < draft.starts_on)) wrong.push("until");
    if (draft.second && !/^\d\d:\d\d$/.test(draft.second.time)) wrong.push("second");
  }
  return wrong;
}
