import type { Feature } from "@/features/feature";

export const series: Feature = {
  name: "series",
  club: () => import("./club/ClubSection.vue"),
  home: { place: 1, component: () => import("./home/HomeSeries.vue") },
  routes: [
    { path: "/series", component: () => import("./page/SeriesListPage.vue"), meta: { title: "series.list.title", needs: "person" } },
    { path: "/series/new", component: () => import("./plan/NewSeriesPage.vue"), meta: { title: "series.plan.new", needs: "person" } },
    {
      path: "/series/:id",
      name: "series",
      component: () => import("./page/SeriesPage.vue"),
      props: true,
      meta: { title: "series.page.title", needs: "person" },
    },
    {
      path: "/series/:id/edit",
      name: "series-edit",
      component: () => import("./plan/EditSeriesPage.vue"),
      props: ({ params, query }) => ({ id: params["id"], from: typeof query["from"] === "string" ? query["from"] : "" }),
      meta: { title: "series.plan.edit", needs: "person" },
    },
    {
      path: "/series/:id/sessions/:key",
      name: "series-session",
      component: () => import("./session/SessionPage.vue"),
      props: ({ params }) => ({ id: params["id"], sessionKey: params["key"] }),
      meta: { title: "series.session.title", needs: "person" },
    },
  ],
};
