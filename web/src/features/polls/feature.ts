import type { Feature } from "@/features/feature";

/** Asking clubs on several campuses when they can meet. */
export const polls: Feature = {
  name: "polls",
  routes: [
    { path: "/polls", component: () => import("./PollsPage.vue"), meta: { title: "polls.list.title", needs: "person" } },
    { path: "/polls/new", component: () => import("./make/NewPollPage.vue"), meta: { title: "polls.make.new", needs: "person" } },
    { path: "/polls/:id", name: "poll", component: () => import("./page/PollPage.vue"), props: true, meta: { title: "polls.page.title", needs: "person" } },
    {
      path: "/polls/:id/edit",
      name: "poll-edit",
      component: () => import("./make/EditPollPage.vue"),
      props: true,
      meta: { title: "polls.make.edit", needs: "person" },
    },
  ],
};
