import type { Feature } from "@/features/feature";

export const rooms: Feature = {
  name: "rooms",
  routes: [
    { path: "/", name: "home", component: () => import("./HomePage.vue"), meta: { title: "rooms.home.title", needs: "person" } },
    {
      path: "/rooms/:id",
      name: "room-administration",
      component: () => import("./RoomAdministrationPage.vue"),
      props: true,
      meta: { title: "rooms.settings.title", needs: "person" },
    },
  ],
};
