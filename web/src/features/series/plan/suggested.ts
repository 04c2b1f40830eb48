import { newDraft, startingOn, type Draft } from "@/features/series/plan/draft";
import { isDay } from "@/shell/days";

/** What another page suggests for a new series, by the query of the address: the hour that a poll has found. */
export interface Suggested {
  readonly title: string;
  readonly draft: Draft;
  readonly campusIds: readonly string[] | null;
}

const EVERY: Readonly<Record<string, Partial<Draft>>> = {
  once: { repeats: "once" },
  weekly: { repeats: "weekly", interval: "1" },
  fortnightly: { repeats: "weekly", interval: "2" },
};

/** Reads a query. What is not understood stays as in an empty form: an address can be written by anybody. */
export function suggestedBy(query: Readonly<Record<string, unknown>>, standard: Draft = newDraft("2000-01-01", "UTC")): Suggested | undefined {
  const said = (name: string): string => (typeof query[name] === "string" ? query[name] : "");
  const [day = "", time = ""] = said("start").split("T");
  if (!isDay(day) || !/^\d\d:\d\d$/.test(time)) return undefined;
  const minutes = said("minutes");
  const draft = startingOn({
    ...standard,
    time,
    zone: isZone(said("zone")) ? said("zone") : standard.zone,
    minutes: /^\d{1,4}$/.test(minutes) ? minutes : standard.minutes,
    weekdays: [],
    ...EVERY[said("repeats")],
  }, day);
  const campuses = said("campuses").split(" ").filter((id) => /^cmp_[a-z0-9]+$/.test(id));
  return { title: said("title").slice(0, 120), draft, campusIds: campuses.length > 0 ? campuses : null };
}

function isZone(name: string): boolean {
  try {
    return name !== "" && Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
