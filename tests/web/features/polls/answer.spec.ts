import { flushPromises, mount } from "@vue/test-utils";
import { createPinia } from "pinia";
import { afterEach, expect, it, vi } from "vitest";
import { computed, defineComponent, h, shallowRef } from "vue";
import { http } from "@/core/http/http";
import type { Poll } from "@/features/polls/api";
import { useAnswer, type Answering } from "@/features/polls/page/useAnswer";
import { i18n } from "@/i18n";

afterEach(() => vi.restoreAllMocks());

const option = (key: string) => ({ key, place: 1, wall: "", start: "", end: "", dates: 1, hours: {}, yes: [], if_need_be: [], no: [], unanswered: [], bad_for: [] });
const open: Poll = {
  id: "pol_1", title: "Kick-off", note: "", zone: "UTC", minutes: 90, repeats: "once", state: "open", by: { id: "per_1", name: "Olga" }, created_at: "", campuses: [],
  options: [option("20261125T2000"), option("20261126T2000")], clubs: [], answers: [], mine: ["clb_a", "clb_b"], may_organize: true,
};

function answering(): { answer: Answering; poll: ReturnType<typeof shallowRef<Poll>> } {
  const poll = shallowRef<Poll | undefined>(open);
  const found: Answering[] = [];
  mount(defineComponent(() => {
    found.push(useAnswer(() => "pol_1", computed(() => poll.value), (answered) => (poll.value = answered)));
    return () => h("div");
  }), { global: { plugins: [i18n, createPinia()] } });
  const [answer] = found;
  if (!answer) throw new Error("nothing was mounted");
  return { answer, poll };
}

it("keeps what was chosen for a club while one answers for another", async () => {
  const { answer } = answering();
  expect([answer.club.value, answer.unsaved.value]).toEqual(["clb_a", false]);
  answer.say("20261125T2000", "yes");
  answer.form.note = "after eight";
  answer.club.value = "clb_b";
  await flushPromises();
  expect([answer.form.choices, answer.form.note, answer.changed.value, answer.unsaved.value]).toEqual([{}, "", false, true]);
  answer.club.value = "clb_a";
  await flushPromises();
  expect([answer.form.choices, answer.form.note, answer.changed.value]).toEqual([{ "20261125T2000": "yes" }, "after eight", true]);
});

it("sends nothing about options that are gone meanwhile", async () => {
  const { answer, poll } = answering();
  const put = vi.spyOn(http, "put").mockResolvedValue(open);
  answer.sayOfAll("if_need_be");
  poll.value = { ...open, options: [option("20261126T2000")] };
  await answer.send();
  expect(put.mock.calls).toEqual([["/api/polls/pol_1/answer", { club_id: "clb_a", choices: { "20261126T2000": "if_need_be" }, note: "" }]]);
});
