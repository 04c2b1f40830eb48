import type { Feature } from "@/features/feature";

export const clubs: Feature = {
  name: "clubs",
  routes: [
    { path: "/clubs", component: () => import("./page/DirectoryPage.vue"), meta: { title: "clubs.title", needs: "person" } },
    { path: "/clubs/:id", name: "club", component: () => import("./page/ClubPage.vue"), props: true, meta: { title: "clubs.page.title", needs: "person" } },
    {
      path: "/campuses/:id",
      name: "campus",
      component: () => import("./page/CampusPage.vue"),
      props: true,
      meta: { title: "clubs.campus.label", needs: "person" },
    },
    {
      path: "/administration/clubs",
      component: () => import("./ClubsPage.vue"),
      meta: { title: "clubs.title", needs: "administrator" },
    },
  ],
};
