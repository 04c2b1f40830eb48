import type { DoorsFacts } from "@/features/room/entry/doors";

/** What a room says of itself at the door. */
export interface EntryFacts {
  readonly title: string;
  readonly lobby: boolean;
  readonly locked: boolean;
  readonly live: boolean;
  readonly people: number;
  readonly mine?: string | null;
  /** The clubs for which the reader sits at this table, none for a scribe; absent for those who have to knock. */
  readonly sits_for?: readonly string[] | null;
  /** Absent for a room that is open at any time. */
  readonly doors?: DoorsFacts | null;
}

/** Whether somebody has to wait until the doors open; those who run the room may prepare it. */
export const isShutOut = (facts: EntryFacts): boolean => facts.doors?.open === false && !facts.mine;

/** Whether somebody has to wait until a moderator lets them in. */
export const mustKnock = (facts: EntryFacts): boolean => facts.lobby && !facts.mine && !facts.sits_for;

/** For which club somebody is likely to speak: one for which they sit here, before the one they named elsewhere. */
export function likelyClub(facts: EntryFacts, named: string | undefined): string | undefined {
  const here = facts.sits_for ?? [];
  return named && (here.length === 0 || here.includes(named)) ? named : here[0];
}

/** Somewhere clubs are. */
export interface CampusFacts {
  readonly id: string;
  readonly name_zh: string;
  readonly name_en: string;
}

export interface ClubFacts {
  readonly id: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly campus_id: string;
}

export interface ClubChoice {
  readonly id: string;
  readonly name: string;
  readonly campus: string;
  /** Everything one might type to find it, in both languages. */
  readonly searched: string;
}

/** Clubs with their campus, in the order of the reader's language. */
export function clubChoices(clubs: readonly ClubFacts[], campuses: readonly CampusFacts[], english: boolean): ClubChoice[] {
  const named = (thing: { name_zh: string; name_en: string }) =>
    (english ? thing.name_en || thing.name_zh : thing.name_zh || thing.name_en);
  const byId = new Map(campuses.map((campus) => [campus.id, campus]));
  const collator = new Intl.Collator(english ? "en" : "zh-CN");
  return clubs
    .map((club) => {
      const campus = byId.get(club.campus_id);
      const words = [club.name_zh, club.name_en, campus?.name_zh, campus?.name_en];
      return { id: club.id, name: named(club), campus: campus ? named(campus) : "", searched: words.join(" ").toLocaleLowerCase() };
    })
    .sort((one, other) => collator.compare(one.campus, other.campus) || collator.compare(one.name, other.name));
}

/** The choices in which every typed word occurs, under their campus. */
export function groupedChoices(choices: readonly ClubChoice[], typed: string): [campus: string, clubs: ClubChoice[]][] {
  const words = typed.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  const found = choices.filter(({ searched }) => words.every((word) => searched.includes(word)));
  return [...Map.groupBy(found, ({ campus }) => campus)];
}
