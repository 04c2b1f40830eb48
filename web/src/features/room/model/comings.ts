/** Who came and who went since the last look, said together: forty people joining are one sentence, not forty. */
import type { ParticipantView, WaitingView } from "@/generated/messages";

export interface Comings {
  readonly came: readonly string[];
  readonly left: readonly string[];
  readonly knocked: readonly string[];
}

type Named = Readonly<Record<string, Pick<ParticipantView | WaitingView, "name">>>;

export interface Present {
  readonly inside: Named;
  readonly waiting: Named;
}

/** Names of those who are new or gone; `me` is never news. Who passed from the lobby into the room only came. */
export function comings(before: Present, now: Present, me: string): Comings {
  const names = (people: Named, absentFrom: Named) =>
    Object.entries(people)
      .filter(([id]) => id !== me && !Object.hasOwn(absentFrom, id))
      .map(([, { name }]) => name);
  return {
    came: names(now.inside, before.inside),
    left: names(before.inside, now.inside),
    knocked: names(now.waiting, before.waiting),
  };
}

/** At most this many names are said; the rest is a number. */
export const NAMES_SAID = 3;
