import { flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { createPinia } from "pinia";
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from "vitest";
import { createMemoryHistory, createRouter, RouterView } from "vue-router";
import { http } from "@/core/http/http";
import { Problem } from "@/core/http/problems";
import type { Series } from "@/features/series/api";
import EditSeriesPage from "@/features/series/plan/EditSeriesPage.vue";
import { i18n, speak } from "@/i18n";

const loaded: Series = {
  id: "ser_1", slug: "s", title: "Sync", about: "", sentence_zh: "每周三", sentence_en: "Every Wednesday", doors_minutes: 15, language: "en", sequence: 3,
  schedule: { starts_on: "2026-11-25", anchors: [{ zone: "UTC", time: "20:00:00" }], minutes: 90, rule: { frequency: "weekly", interval: 1, weekdays: ["WE"] } },
  roles: [], mine: ["organizer"], may_organize: true,
};
const quicker = new Problem("changed_meanwhile", 409);
let now = loaded;
let patch: MockInstance<typeof http.patch>;

beforeEach(async () => {
  await speak("en");
  now = loaded;
  vi.spyOn(http, "get").mockImplementation(async (path: string) => Promise.resolve(path === "/api/series/ser_1" ? now : { items: [] }));
  vi.spyOn(http, "post").mockRejectedValue(new Problem("rule_empty", 422));
  patch = vi.spyOn(http, "patch").mockImplementation(async (_path, body) => {
    const edit = body as { sequence: number };
    return edit.sequence === now.sequence ? Promise.resolve({ ...now, ...body }) : Promise.reject(quicker);
  });
});
afterEach(() => vi.restoreAllMocks());

async function editing(): Promise<VueWrapper> {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: "/series/:id", name: "series", component: { template: "<p>the series</p>" } },
      { path: "/series/:id/edit", component: EditSeriesPage, props: true },
      { path: "/:rest(.*)", component: { template: "<p>elsewhere</p>" } },
    ],
  });
  await router.push("/series/ser_1/edit");
  const page = mount(RouterView, { attachTo: document.body, global: { plugins: [router, i18n, createPinia()] } });
  await flushPromises();
  return page;
}

async function saved(page: VueWrapper, title: string): Promise<unknown[]> {
  await page.get("input").setValue(title);
  await page.get("form").trigger("submit");
  await flushPromises();
  return patch.mock.calls.map(([, body]) => body);
}

const pressed = async (page: VueWrapper, name: string): Promise<void> => {
  await page.findAll("button").find((one) => one.text() === name)?.trigger("click");
  await flushPromises();
};

describe("two organizers who edit one series", () => {
  it("both get what they want where they have changed different things", async () => {
    const page = await editing();
    now = { ...loaded, about: "By somebody else", sequence: 4 };
    expect(await saved(page, "Winter")).toEqual([
      { title: "Winter", sequence: 3, confirmed: false },
      { title: "Winter", sequence: 4, confirmed: false },
    ]);
    expect(page.text()).toBe("the series");
  });

  it("are asked whose edit counts where they have changed the same", async () => {
    const page = await editing();
    now = { ...loaded, title: "Spring", sequence: 4 };
    expect(await saved(page, "Winter")).toHaveLength(1);
    expect(page.text()).toContain("Somebody else has changed this series meanwhile.");
    expect([page.text().includes("Spring"), (page.get("input").element as HTMLInputElement).value]).toEqual([true, "Winter"]);
    await pressed(page, "Save mine over it");
    expect(patch.mock.calls.at(-1)?.[1]).toEqual({ title: "Winter", sequence: 4, confirmed: false });
    expect(page.text()).toBe("the series");
  });

  it("may take the other's, and go on from there", async () => {
    const page = await editing();
    now = { ...loaded, title: "Spring", sequence: 4 };
    await saved(page, "Winter");
    await pressed(page, "Take theirs, drop mine");
    expect((page.get("input").element as HTMLInputElement).value).toBe("Spring");
    expect((await saved(page, "Summer")).at(-1)).toEqual({ title: "Summer", sequence: 4, confirmed: false });
  });

  it("send nothing where nothing was changed", async () => {
    const page = await editing();
    expect(await saved(page, "Sync")).toEqual([]);
    expect(page.text()).toBe("the series");
  });
});
