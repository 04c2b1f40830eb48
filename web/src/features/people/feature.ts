import type { Feature } from "@/features/feature";

export const people: Feature = {
  name: "people",
  routes: [
    { path: "/sign-in", name: "sign-in", component: () => import("./SignInPage.vue"), meta: { title: "people.sign_in.title" } },
    { path: "/sign-in/link/:token", component: () => import("./SignInLinkPage.vue"), props: true,
      meta: { title: "people.sign_in.title" } },
    { path: "/sign-in/openid", component: () => import("./access/OpenIdPage.vue"), meta: { title: "access.openid.back" } },
    { path: "/first-start", component: () => import("./FirstStartPage.vue"), meta: { title: "people.first_start.title" } },
    { path: "/welcome/:token", component: () => import("./WelcomePage.vue"), props: true, meta: { title: "people.welcome.tab" } },
    {
      path: "/account",
      component: () => import("./AccountPage.vue"),
      meta: { title: "people.account.title", needs: "person" },
    },
    {
      path: "/administration/people",
      component: () => import("./PeoplePage.vue"),
      meta: { title: "people.administration.title", needs: "administrator" },
    },
  ],
};
