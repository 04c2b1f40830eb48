import type { Feature } from "@/features/feature";

export const mail: Feature = {
  name: "mail",
  routes: [
    {
      path: "/administration/mail",
      component: () => import("./MailPage.vue"),
      meta: { title: "mail.title", needs: "administrator" },
    },
    { path: "/unsubscribe/:token", component: () => import("./StopPage.vue"), props: true, meta: { title: "mail.stop.tab" } },
  ],
};
