import { flushPromises, mount } from "@vue/test-utils";
import { createPinia } from "pinia";
import { expect, it } from "vitest";
import { defineComponent, h } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import App from "@/App.vue";
import type { Feature } from "@/features/feature";
import { i18n, speak } from "@/i18n";
import { useLoading } from "@/shell/loading";

const Thing = defineComponent({
  props: { id: { type: String, required: true } },
  setup(props) {
    const { value } = useLoading(async () => Promise.resolve(`thing ${props.id}`));
    return () => h("p", value.value);
  },
});

it("draws a page anew for another thing of the same kind, and not for another query", async () => {
  const routes: Feature["routes"] = [{ path: "/things/:id", component: Thing, props: true, meta: { title: "series.page.title" } }];
  const router = createRouter({ history: createMemoryHistory(), routes: [...routes] });
  await speak("en");
  await router.push("/things/one");
  const app = mount(App, {
    global: { plugins: [router, i18n, createPinia()], stubs: { AppShell: { template: "<main><slot /></main>" }, UiToasts: true, UiAnnouncer: true } },
  });
  await flushPromises();
  expect(app.text()).toBe("thing one");
  const shown = app.get("p").element;
  await router.push("/things/one?tab=2");
  expect(app.get("p").element).toBe(shown);
  await router.push("/things/two");
  await flushPromises();
  expect(app.text()).toBe("thing two");
});
