import type { Feature } from "@/features/feature";

export const clubs: Feature = {
  name: "clubs",
  routes: [
    {
      path: "/administration/clubs",
      component: () => import("./ClubsPage.vue"),
      meta: { title: "clubs.title", needs: "administrator" },
    },
  ],
};
