import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { createPinia } from "pinia";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";
import { http } from "@/core/http/http";
import { Problem } from "@/core/http/problems";
import AccountPassword from "@/features/people/AccountPassword.vue";
import { i18n, speak } from "@/i18n";
import { useMe } from "@/shell/me";

enableAutoUnmount(afterEach);

const EMAIL = "mei@example.org";
const soon = (): string => new Date(Date.now() + 600_000).toISOString();

/** The panel of somebody of whom the server says this, one answer after the other. */
async function panel(server: { mail?: true; openid?: string }, ...standings: object[]): Promise<VueWrapper> {
  const told = standings.map((standing) => () => standing);
  vi.spyOn(http, "get").mockImplementation((path) =>
    Promise.resolve(path === "/api/me" ? { csrf: "", first_start: false, ...server } : (told.length > 1 ? told.shift() : told[0])?.()));
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:any(.*)*", component: {} }] });
  const pinia = createPinia();
  await useMe(pinia).begin();
  const wrapper = mount(AccountPassword, { props: { email: EMAIL }, global: { plugins: [i18n, pinia, router] } });
  await flushPromises();
  return wrapper;
}

const fields = (wrapper: VueWrapper): string[] => wrapper.findAll("label").map((label) => label.text());
const buttons = (wrapper: VueWrapper): string[] => wrapper.findAll("button").map((one) => one.text()).filter(Boolean);

async function save(wrapper: VueWrapper, ...typed: string[]): Promise<void> {
  const inputs = wrapper.findAll("input:not([hidden])");
  for (const [place, text] of typed.entries()) await inputs[place]?.setValue(text);
  await wrapper.get("form").trigger("submit");
  await flushPromises();
}

beforeEach(() => speak("en"));

describe("one's own password", () => {
  it("is set for the first time by who has just signed in, and is another one from then on", async () => {
    const post = vi.spyOn(http, "post").mockResolvedValue(undefined);
    const wrapper = await panel({}, { has_password: false, fresh_until: soon() }, { has_password: true, fresh_until: soon() });
    expect([fields(wrapper), buttons(wrapper)]).toEqual([["New password"], ["Set password"]]);
    await save(wrapper, "correct horse");
    expect(post.mock.calls).toEqual([["/api/password", { new: "correct horse" }]]);
    expect(buttons(wrapper)).toEqual(["Change password"]);
  });

  it("takes a fresh sign-in when there is none yet: by mail, or where one signs in", async () => {
    const post = vi.spyOn(http, "post").mockResolvedValue(undefined);
    const wrapper = await panel({ mail: true, openid: "University" }, { has_password: false });
    expect([fields(wrapper), buttons(wrapper)]).toEqual([[], ["Mail me a link to sign in", "Sign in with University"]]);
    await wrapper.get("button").trigger("click");
    await flushPromises();
    expect(post.mock.calls).toEqual([["/api/sign-in/link", { email: EMAIL, next: "/account#password" }]]);
    expect(wrapper.get("[role=status]").text()).toContain(EMAIL);
  });

  it("is an administrator's business where nothing can prove who somebody is", async () => {
    const wrapper = await panel({}, { has_password: false });
    expect([wrapper.find("form").exists(), wrapper.text()]).toEqual([false, expect.stringContaining("An administrator can make you a link")]);
  });

  it("is changed by who shows it, and a forgotten one has a way too", async () => {
    const post = vi.spyOn(http, "post").mockResolvedValue(undefined);
    const wrapper = await panel({ mail: true }, { has_password: true });
    expect(fields(wrapper)).toEqual(["Current password", "New password"]);
    expect(wrapper.get("details").text()).toContain("Mail me a link to sign in");
    await save(wrapper, "the old one", "correct horse");
    expect(post.mock.calls).toEqual([["/api/password", { new: "correct horse", current: "the old one" }]]);
  });

  it("asks for the old one when the fresh sign-in grew old meanwhile", async () => {
    vi.spyOn(http, "post").mockRejectedValue(new Problem("fresh_sign_in_needed", 403));
    const wrapper = await panel({}, { has_password: true, fresh_until: soon() }, { has_password: true });
    expect(fields(wrapper)).toEqual(["New password"]);
    await save(wrapper, "correct horse");
    expect(fields(wrapper)).toEqual(["Current password", "New password"]);
  });
});
