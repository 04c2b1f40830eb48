import type { Feature } from "@/features/feature";

export const room: Feature = {
  name: "room",
  routes: [
    {
      path: "/r/:slug",
      name: "room",
      component: () => import("@/features/room/RoomPage.vue"),
      props: true,
      meta: { title: "room.page_title", layout: "bare" },
    },
  ],
};
