import { flushPromises, mount } from "@vue/test-utils";
import { describe, expect, it } from "vitest";
import { defineComponent, h } from "vue";
import { Problem } from "@/core/http/problems";
import { useLoading, type Loading } from "@/shell/loading";

/** A page that loads from questions the test answers by hand, in any order. */
function page(): { loading: Loading<string>; answers: { resolve: (value: string) => void; reject: (why: unknown) => void }[] } {
  const answers: { resolve: (value: string) => void; reject: (why: unknown) => void }[] = [];
  const held: { loading?: Loading<string> } = {};
  mount(defineComponent(() => {
    held.loading = useLoading(() => new Promise<string>((resolve, reject) => answers.push({ resolve, reject })));
    return () => h("p");
  }));
  if (!held.loading) throw new Error("not set up");
  return { loading: held.loading, answers };
}

describe("what a page shows", () => {
  it("is fetched at once, and stays while it is fetched again", async () => {
    const { loading, answers } = page();
    answers[0]?.resolve("first");
    await flushPromises();
    void loading.again();
    expect(loading.value.value).toBe("first");
  });

  it("is the answer to the later question, whichever comes first", async () => {
    const { loading, answers } = page();
    void loading.again();
    answers[1]?.resolve("newer");
    answers[0]?.resolve("older");
    await flushPromises();
    expect(loading.value.value).toBe("newer");
  });

  it("says why it is not there, until it is", async () => {
    const { loading, answers } = page();
    answers[0]?.reject(new Problem("unreachable"));
    await flushPromises();
    expect([loading.value.value, loading.problem.value?.code]).toEqual([undefined, "unreachable"]);
    void loading.again();
    answers[1]?.resolve("back");
    await flushPromises();
    expect([loading.value.value, loading.problem.value]).toEqual(["back", null]);
  });
});
