import { useI18n } from "vue-i18n";
import { inLanguage } from "@/core/language/language";
import type { FloorRecord } from "@/features/record/api";

/** Says what a club of the record is called, in the reader's language; nothing for none. */
export function useClubNames(record: () => FloorRecord): (club: string | undefined) => string {
  const { locale } = useI18n();
  return (club) => {
    const known = club === undefined ? undefined : record().clubs[club];
    return known ? inLanguage(locale.value, known.name_zh, known.name_en) : "";
  };
}
