import { computed, shallowRef, type ComputedRef } from "vue";
import { useI18n } from "vue-i18n";
import { everyPage } from "@/core/http/pages";
import { inLanguage } from "@/core/language/language";

export interface Campus {
  readonly id: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly city_zh: string;
  readonly city_en: string;
  /** IANA name, as `Asia/Shanghai`. */
  readonly zone: string;
}

export interface Club {
  readonly id: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly campus_id: string;
  readonly link?: string | null;
  /** The path of its picture. */
  readonly logo?: string | null;
}

export type ClubName = Pick<Club, "id" | "name_zh" | "name_en">;

export interface ClubChoice {
  readonly value: string;
  readonly text: string;
  readonly group?: string;
}

/** Everybody may read the list; it changes a few times a term, so one fetch serves the page's whole life. */
const campuses = shallowRef<readonly Campus[]>([]);
const clubs = shallowRef<readonly Club[]>([]);
let fetched: Promise<void> | undefined;

/** Fetches the list, or waits for the fetch under way. A failure is forgotten, so that the next one tries again. */
export function fetchClubs(anew = false): Promise<void> {
  if (anew) fetched = undefined;
  fetched ??= fetchBoth().catch((thrown: unknown) => {
    fetched = undefined;
    throw thrown;
  });
  return fetched;
}

async function fetchBoth(): Promise<void> {
  const [first, second] = await Promise.all([
    everyPage<Campus>("/api/campuses"),
    everyPage<Club>("/api/clubs"),
  ]);
  campuses.value = first;
  clubs.value = second;
}

/** The clubs to choose from, under their campus, in the reader's language and its order. */
export function useClubChoices(): ComputedRef<ClubChoice[]> {
  const { locale, t } = useI18n();
  return computed(() => {
    const order = new Intl.Collator(locale.value);
    const campusNames = new Map(campuses.value.map((campus) => [campus.id, inLanguage(locale.value, campus.name_zh, campus.name_en)]));
    const choices = clubs.value.map((club): ClubChoice => ({
      value: club.id,
      text: inLanguage(locale.value, club.name_zh, club.name_en),
      group: campusNames.get(club.campus_id) ?? "",
    }));
    choices.sort((one, other) => order.compare(one.group ?? "", other.group ?? "") || order.compare(one.text, other.text));
    return [{ value: "", text: t("shell.no_club") }, ...choices];
  });
}

export function useClubs(): { campuses: typeof campuses; clubs: typeof clubs } {
  return { campuses, clubs };
}
