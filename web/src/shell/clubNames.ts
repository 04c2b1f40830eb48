import { computed, type ComputedRef } from "vue";
import { useI18n } from "vue-i18n";
import { inLanguage } from "@/core/language/language";
import { useClubs, type ClubName } from "@/shell/clubs";

/** Names of clubs in the reader's language: those of a page's own answer first, then the list of all. */
export function useClubNames(own: () => readonly ClubName[] = () => []): ComputedRef<(id: string) => string> {
  const { locale, t } = useI18n();
  const { clubs } = useClubs();
  const names = computed(() => new Map([...clubs.value, ...own()].map((one) => [one.id, inLanguage(locale.value, one.name_zh, one.name_en)])));
  return computed(() => (id: string) => names.value.get(id) ?? t("shell.unknown_club"));
}
