import { computed, type ComputedRef } from "vue";
import { useI18n } from "vue-i18n";
import { LANGUAGE_NAMES, LANGUAGES, type Language } from "@/core/language/language";
import type { MenuGroup } from "@/design/menu";
import { chooseTheme, theme, THEMES } from "@/design/theme";
import { speak } from "@/i18n";

/** The languages, as a part of a menu. */
export function useLanguageChoice(): ComputedRef<MenuGroup> {
  const { t, locale } = useI18n();
  return computed(() => ({
    key: "language",
    title: t("shell.language"),
    chosen: locale.value,
    items: LANGUAGES.map((key: Language) => ({ key, text: LANGUAGE_NAMES[key], act: () => void speak(key, true) })),
  }));
}

/** Light, dark, or as the device has it; as a part of a menu. */
export function useThemeChoice(): ComputedRef<MenuGroup> {
  const { t } = useI18n();
  return computed(() => ({
    key: "theme",
    title: t("shell.theme.label"),
    chosen: theme.value,
    items: THEMES.map((key) => ({ key, text: t(`shell.theme.${key}`), act: () => chooseTheme(key) })),
  }));
}
