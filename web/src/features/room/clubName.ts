import { useI18n } from "vue-i18n";
import { inLanguage } from "@/core/language/language";
import type { ClubView } from "@/generated/messages";

/** Names a club in the reader's language; nothing for those who speak for none. */
export function useClubName(): (club: ClubView | undefined) => string {
  const { locale } = useI18n();
  return (club) => (club === undefined ? "" : inLanguage(locale.value, club.name_zh, club.name_en));
}

export function useCampusName(): (club: ClubView | undefined) => string {
  const { locale } = useI18n();
  return (club) => (club === undefined ? "" : inLanguage(locale.value, club.campus_zh, club.campus_en));
}
