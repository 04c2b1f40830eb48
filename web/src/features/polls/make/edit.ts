import type { PollChanges, PollFields } from "@/features/polls/api";

/** What was added to a list and taken from it, done to what the list is by now; in order. */
export function rebased(before: readonly string[], mine: readonly string[], now: readonly string[]): string[] {
  const added = mine.filter((one) => !before.includes(one));
  const kept = now.filter((one) => mine.includes(one) || !before.includes(one));
  return [...new Set([...kept, ...added])].sort();
}

const same = (one: readonly string[], other: readonly string[]): boolean => [...one].sort().join(" ") === [...other].sort().join(" ");

/** Only what was changed, so that another's edit of something else stays; of lists both people's additions and removals hold. */
export function changesOf(before: PollFields, mine: PollFields, now: PollFields): PollChanges {
  return {
    ...(mine.title === before.title ? {} : { title: mine.title }),
    ...(mine.note === before.note ? {} : { note: mine.note }),
    ...(mine.deadline === before.deadline ? {} : { deadline: mine.deadline }),
    ...(same(mine.options, before.options) ? {} : { options: rebased(before.options, mine.options, now.options) }),
    ...(same(mine.club_ids, before.club_ids) ? {} : { club_ids: rebased(before.club_ids, mine.club_ids, now.club_ids) }),
  };
}
