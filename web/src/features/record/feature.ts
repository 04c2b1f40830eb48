import type { Feature } from "@/features/feature";

export const record: Feature = {
  name: "record",
  routes: [
    {
      path: "/sessions/:id/record",
      name: "session-record",
      component: () => import("./RecordPage.vue"),
      props: true,
      meta: { title: "record.title", needs: "person" },
    },
  ],
};
