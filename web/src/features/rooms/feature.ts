import type { Feature } from "@/features/feature";

export const rooms: Feature = {
  name: "rooms",
  home: { place: 2, component: () => import("./HomeRooms.vue") },
  routes: [
    {
      path: "/rooms/:id",
      name: "room-administration",
      component: () => import("./RoomAdministrationPage.vue"),
      props: true,
      meta: { title: "rooms.settings.title", needs: "person" },
    },
  ],
};
