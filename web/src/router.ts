import { createRouter, createWebHistory } from "vue-router";
import { features } from "@/features/registry";
import { guard } from "@/shell/guard";
import { openAnew } from "@/shell/open-anew";

export const router = createRouter({
  history: createWebHistory(),
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is still experimental
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    ...features.flatMap((feature) => feature.routes),
    { path: "/:anything(.*)*", component: () => import("@/shell/NotFoundPage.vue"), meta: { title: "shell.not_found.title" } },
  ],
});

router.beforeEach(guard);
router.onError((_error, to) => openAnew(to.fullPath));
