import { inLanguage } from "@/core/language/language";
import type { Campus, Club } from "@/shell/clubs";

export interface CampusClubs {
  readonly campus: Campus;
  readonly clubs: readonly Club[];
}

interface Named {
  readonly name_zh: string;
  readonly name_en: string;
}

/**
 * Campuses with their clubs, both in the order of a language. With a word in mind: the clubs that are called so in either
 * language, and all of a campus or a city that is.
 */
export function byCampusAndName(campuses: readonly Campus[], clubs: readonly Club[], language: string, wanted = ""): CampusClubs[] {
  const order = new Intl.Collator(language);
  const inOrder = (one: Named, other: Named): number =>
    order.compare(inLanguage(language, one.name_zh, one.name_en), inLanguage(language, other.name_zh, other.name_en));
  const word = wanted.trim().toLocaleLowerCase();
  const isCalled = (...names: readonly string[]): boolean => names.join("\n").toLocaleLowerCase().includes(word);
  const ofCampus = Map.groupBy(clubs.toSorted(inOrder), (club) => club.campus_id);
  return campuses.toSorted(inOrder).flatMap((campus) => {
    const all = ofCampus.get(campus.id) ?? [];
    if (isCalled(campus.name_zh, campus.name_en, campus.city_zh, campus.city_en)) return [{ campus, clubs: all }];
    const found = all.filter((club) => isCalled(club.name_zh, club.name_en));
    return found.length > 0 ? [{ campus, clubs: found }] : [];
  });
}
