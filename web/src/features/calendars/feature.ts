import type { Feature } from "@/features/feature";

export const calendars: Feature = {
  name: "calendars",
  routes: [{ path: "/calendars", component: () => import("./CalendarsPage.vue"), meta: { title: "calendars.title", needs: "person" } }],
};
