import type { SeriesFields } from "@/features/series/api";
import { draftOf, scheduleOf } from "@/features/series/plan/draft";

export type Field = keyof SeriesFields;
export type Changes = Partial<SeriesFields>;

/** The same schedule is written the same, whatever the server leaves out. */
const written = (field: Field, fields: SeriesFields): string =>
  JSON.stringify(field === "schedule" ? scheduleOf(draftOf(fields.schedule)) : fields[field]);

const FIELDS: readonly Field[] = ["title", "about", "schedule", "doors_minutes"];

const differing = (before: SeriesFields, after: SeriesFields): Field[] =>
  FIELDS.filter((field) => written(field, before) !== written(field, after));

/** What somebody has changed in a form: nothing else is sent, so that nothing else is written over. */
export const changesOf = (before: SeriesFields, after: SeriesFields): Changes =>
  Object.fromEntries(differing(before, after).map((field) => [field, after[field]]));

/** Of what is to be changed, what somebody else has changed too, and otherwise. */
export const clashing = (changes: Changes, before: SeriesFields, now: SeriesFields): Field[] =>
  differing(before, now).filter((field) => field in changes && written(field, { ...now, ...changes }) !== written(field, now));
