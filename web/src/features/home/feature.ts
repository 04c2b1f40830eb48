import type { Feature } from "@/features/feature";

/** The first page: a greeting, and the sections that other subjects have for it. */
export const home: Feature = {
  name: "home",
  routes: [{ path: "/", name: "home", component: () => import("./HomePage.vue"), meta: { title: "home.title", needs: "person" } }],
};
