import { DOMWrapper, enableAutoUnmount, flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { createPinia } from "pinia";
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from "vitest";
import { http } from "@/core/http/http";
import { Problem } from "@/core/http/problems";
import type { HandedOver, HandoverPlan } from "@/features/series/club/api";
import HandoverDialog from "@/features/series/club/HandoverDialog.vue";
import { wentAsPlanned } from "@/features/series/club/wentAsPlanned";
import { i18n, speak } from "@/i18n";

enableAutoUnmount(afterEach);

const plan: HandoverPlan = {
  seats: [{ series_id: "ser_1", title: "Sync", kind: "principal" }],
  roles: [{ series_id: "ser_1", title: "Sync", role: "scribe" }], office: true, feeds: 1,
};
const seat = { id: "seat_2", series_id: "ser_1", club_id: "club_1", person: { id: "per_2", name: "Hera" }, kind: "principal", since: "2026-11-23", held: true } as const;
const handed: HandedOver = { heir: { id: "per_2", name: "Hera" }, seats: [seat], roles: 1, office: true, feeds: 1, invited: false };

const page = new DOMWrapper(document.body);
const shown = (): string => page.find("[role=dialog]").text();
const button = (name: string) => page.findAll("[role=dialog] button").find((one) => one.text() === name);
const PLANNED = ["The office in the club: its page and its calendars", "The seat in “Sync” (Principal)", "The role in “Sync”: Scribe", "1 calendar address of the club; it goes on working"];
const listed = (): string[] => page.findAll("[role=dialog] li").map((one) => one.text());

async function opened(): Promise<VueWrapper> {
  const wrapper: VueWrapper = mount(HandoverDialog, {
    props: {
      open: true, club: "club_1", clubName: "Juno", person: { id: "per_1", name: "Ada" },
      "onUpdate:open": (open: boolean) => void wrapper.setProps({ open }),
    },
    attachTo: document.body,
    global: { plugins: [i18n, createPinia()] },
  });
  await vi.waitFor(() => page.get("[role=dialog]"), 10_000);
  await flushPromises();
  return wrapper;
}

async function handOver(): Promise<void> {
  await page.get("[role=dialog] input[type=email]").setValue("hera@example.org");
  await page.get("[role=dialog] form").trigger("submit");
  await flushPromises();
}

let fetching: MockInstance<typeof http.get>;

beforeEach(async () => {
  await speak("en");
  fetching = vi.spyOn(http, "get").mockResolvedValue(plan);
});

describe("a handover", () => {
  it("names what moves before, and the same afterwards; whoever opened it is told on closing", async () => {
    const post = vi.spyOn(http, "post").mockResolvedValue(handed);
    const wrapper = await opened();
    expect(listed()).toEqual(PLANNED);
    await handOver();
    expect(post.mock.calls).toEqual([["/api/clubs/club_1/handover", { from_person: "per_1", to: { email: "hera@example.org" }, with_roles: true }]]);
    expect([shown().includes("Hera now holds this for Juno:"), listed()]).toEqual([true, PLANNED]);
    expect(wrapper.emitted("done")).toBeUndefined();
    await page.get("[role=dialog] footer button").trigger("click");
    expect(wrapper.emitted("done")).toHaveLength(1);
  });

  it("counts what went when it was not quite what had been named", async () => {
    vi.spyOn(http, "post").mockResolvedValue({ ...handed, seats: [seat, { ...seat, id: "seat_3", series_id: "ser_2" }] });
    await opened();
    await handOver();
    expect(listed()).toEqual(["2 seats", "1 role", PLANNED[0], PLANNED[3]]);
    expect(wentAsPlanned({ ...handed, roles: 0 }, plan, false)).toBe(true);
    expect(wentAsPlanned({ ...handed, office: false }, plan, true)).toBe(false);
  });

  it("that got no answer can be pressed again, and is not done twice", async () => {
    vi.spyOn(http, "post").mockRejectedValueOnce(new Problem("unreachable")).mockRejectedValueOnce(new Problem("not_found", 404));
    const wrapper = await opened();
    await handOver();
    expect(shown()).toContain("it may have been handed over or not. Press again");
    expect(page.get<HTMLInputElement>("[role=dialog] input[type=email]").element.value).toBe("hera@example.org");
    await page.get("[role=dialog] form").trigger("submit");
    await flushPromises();
    expect(shown()).toContain("it was done already");
    await page.get("[role=dialog] footer button").trigger("click");
    expect(wrapper.emitted("done")).toHaveLength(1);
  });

  it("is written in at once, and not sent before what moves is named", async () => {
    const named = Promise.withResolvers<HandoverPlan>();
    fetching.mockReturnValue(named.promise);
    const post = vi.spyOn(http, "post").mockResolvedValue(handed);
    await opened();
    expect(document.activeElement?.getAttribute("type")).toBe("email");
    await handOver();
    named.resolve(plan);
    await flushPromises();
    expect([listed(), post.mock.calls.length, page.get<HTMLInputElement>("[role=dialog] input").element.value])
      .toEqual([PLANNED, 0, "hera@example.org"]);
  });

  it("is not looked away from in the middle", async () => {
    const answer = Promise.withResolvers<HandedOver>();
    vi.spyOn(http, "post").mockReturnValue(answer.promise);
    await opened();
    await handOver();
    await button("Cancel")?.trigger("click");
    expect(page.find("[role=dialog]").exists()).toBe(true);
    answer.resolve(handed);
    await flushPromises();
    expect(shown()).toContain("Hera now holds this for Juno:");
  });

  it("can be begun again when what moves could not be fetched", async () => {
    fetching.mockRejectedValueOnce(new Problem("timed_out"));
    const wrapper = await opened();
    expect([shown().includes("took too long"), button("Hand over")?.attributes("disabled")]).toEqual([true, ""]);
    await button("Try again")?.trigger("click");
    await flushPromises();
    expect(listed()).toEqual(PLANNED);
    await button("Cancel")?.trigger("click");
    expect([page.find("[role=dialog]").exists(), wrapper.emitted("done")]).toEqual([false, undefined]);
  });

  it("asks for the name of somebody who has no account, and says how they come in without a mail server", async () => {
    const post = vi.spyOn(http, "post").mockRejectedValueOnce(new Problem("no_such_person", 404)).mockResolvedValueOnce({ ...handed, invited: true });
    await opened();
    await handOver();
    expect(shown()).toContain("an administrator gives them the link");
    await page.findAll("[role=dialog] input")[1]?.setValue("Hera");
    await page.get("[role=dialog] form").trigger("submit");
    await flushPromises();
    expect(post.mock.calls[1]?.[1]).toEqual({ from_person: "per_1", to: { email: "hera@example.org", name: "Hera" }, with_roles: true });
    expect(shown()).toContain("An administrator makes a link for signing in");
  });
});
