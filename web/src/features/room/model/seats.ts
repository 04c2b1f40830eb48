/** The table: people under their clubs, in an order in which nobody jumps when somebody comes or goes. */
import type { ClubView, ParticipantView } from "@/generated/messages";

export interface SeatGroup {
  readonly key: string;
  /** Nothing for those who speak for no club. */
  readonly club?: ClubView;
  readonly people: readonly ParticipantView[];
}

const NO_CLUB = "";

/** Clubs in the order in which their first person came, people inside a club likewise; those without a club last. */
export function seatGroups(participants: Readonly<Record<string, ParticipantView>>): SeatGroup[] {
  const people = Object.values(participants).sort(byArrival);
  const groups = Map.groupBy(people, (person) => person.club?.id ?? NO_CLUB);
  return [...groups]
    .map(([key, members]) => ({ key, people: members, ...(members[0]?.club && { club: members[0].club }) }))
    .sort((one, other) => Number(one.key === NO_CLUB) - Number(other.key === NO_CLUB));
}

export function byArrival(one: ParticipantView, other: ParticipantView): number {
  return one.joined_at.localeCompare(other.joined_at) || one.id.localeCompare(other.id);
}

/** Does what was typed occur in a person's name, club or campus, in either language? */
export function matches(person: Pick<ParticipantView, "name" | "club">, typed: string): boolean {
  const wanted = typed.trim().toLocaleLowerCase();
  const { club } = person;
  const texts = [person.name, club?.name_zh, club?.name_en, club?.campus_zh, club?.campus_en];
  return texts.some((text) => text?.toLocaleLowerCase().includes(wanted));
}
