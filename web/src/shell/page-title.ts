import { watchEffect } from "vue";
import { useI18n } from "vue-i18n";
import { useRoute, useRouter } from "vue-router";
import { announce } from "@/design/announcer";

/** Keeps the tab's title in step with the page and its language; after a change of page says it, and moves the focus. */
export function usePageTitle(): void {
  const { t } = useI18n();
  const route = useRoute();
  const router = useRouter();

  watchEffect(() => {
    const title = route.meta.title;
    document.title = title ? `${t(title)} · ${t("shell.product")}` : t("shell.product");
  });
  router.afterEach((to, from) => {
    if (from.matched.length === 0 || to.path === from.path) return;
    announce(t(to.meta.title));
    document.getElementById("main")?.focus({ preventScroll: true }); // the next Tab goes into the new page
  });
}
