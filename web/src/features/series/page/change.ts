import type { Session, SessionChanges } from "@/features/series/api";
import type { Schedule } from "@/features/series/plan/schedule";
import { wallOf } from "@/shell/times";

/** The form of one session. Numbers are texts, as fields have them. */
export interface Fields {
  /** On the wall of the session's zone. */
  readonly start: string;
  readonly minutes: string;
  /** Empty: the title of the series. */
  readonly title: string;
}

const MINUTE_MS = 60_000;

export const fieldsOf = (session: Session): Fields => ({
  start: wallOf(new Date(session.start), session.zone),
  minutes: String(Math.round((Date.parse(session.end) - Date.parse(session.start)) / MINUTE_MS)),
  title: session.retitled ? session.title : "",
});

/** What was changed in the form; whatever is as in the series again says so, and nothing else is touched. */
export function changesOf(session: Session, before: Fields, after: Fields, schedule: Schedule): SessionChanges {
  return {
    ...(after.start === before.start ? {} : { start: after.start === session.planned.slice(0, 16) ? null : after.start }),
    ...(after.minutes === before.minutes ? {} : { minutes: Number(after.minutes) === schedule.minutes ? null : Number(after.minutes) }),
    ...(after.title.trim() === before.title ? {} : { title: after.title.trim() || null }),
  };
}

/** Whether "this and following" means something: not on the first date, which is the series itself, and not on one outside of the rule. */
export function mayBeFollowed(session: Session, schedule: Schedule): boolean {
  const isExtra = (schedule.extra ?? []).some((one) => one.slice(0, 16) === session.planned.slice(0, 16));
  return Boolean(schedule.rule) && session.planned.slice(0, 10) > schedule.starts_on && !isExtra;
}
