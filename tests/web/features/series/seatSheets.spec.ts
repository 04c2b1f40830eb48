import { DOMWrapper, enableAutoUnmount, mount, type VueWrapper } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from "vitest";
import { http } from "@/core/http/http";
import { Problem } from "@/core/http/problems";
import { dismiss, toasts } from "@/design/toasts";
import type { Series } from "@/features/series/api";
import SeatSheets from "@/features/series/page/SeatSheets.vue";
import { i18n, speak } from "@/i18n";

enableAutoUnmount(afterEach);

const SHEET = "club_en,email,name\nFreitagsrunde,jonas@example.org,Jonas\n";
const GOOD = { created: 2, invited: 1, unchanged: 3, errors: [] };
const ended = { id: "ser_1", ended_at: "2026-11-01T00:00:00Z" } as Series;
const running = { id: "ser_1" } as Series;

const page = new DOMWrapper(document.body);
const button = (name: string) => page.findAll("button").find((one) => one.text() === name);
const take = () => page.get("[role=dialog] footer button:last-child");
const shown = (): string => page.find("[role=dialog]").text();

let sending: MockInstance<typeof http.post>;

/** What the server was asked: whether only to look, with which text. */
function asked(): [unknown, string][] {
  return sending.mock.calls.map(([, body]) => {
    const { dry_run, file } = body as { dry_run: boolean; file: string };
    return [dry_run, atob(file)];
  });
}

async function opened(series: Series): Promise<VueWrapper> {
  const wrapper = sheets(series);
  await button("Import")?.trigger("click");
  await vi.waitFor(() => page.get("[role=dialog] input"), 10_000);
  return wrapper;
}

async function pick(text: string): Promise<void> {
  const input = page.find<HTMLInputElement>("[role=dialog] input[type=file]");
  Object.defineProperty(input.element, "files", { configurable: true, value: [new File([text], "seats.csv")] });
  await input.trigger("change");
  await vi.waitFor(() => expect(take().attributes("aria-busy")).toBeUndefined());
}

const sheets = (series: Series): VueWrapper => mount(SeatSheets, { props: { series }, attachTo: document.body, global: { plugins: [i18n] } });

beforeEach(async () => {
  await speak("en");
  sending = vi.spyOn(http, "post");
  for (const { id } of toasts.value) dismiss(id);
});

describe("seats as a sheet", () => {
  it("are saved from the server's own address, without leaving the page", () => {
    const link = sheets(running).get("a");
    expect([link.attributes("href"), link.attributes("download")]).toEqual(["/api/series/ser_1/seats.csv", ""]);
  });

  it("says what it would do, and does it on the second press", async () => {
    sending.mockResolvedValue(GOOD);
    const wrapper = await opened(running);
    await pick(SHEET);
    expect(shown()).toContain("Checked: 2 will be added");
    expect(shown()).toContain("1 person is new and is invited by mail.");
    expect(shown()).toContain("3 seats stand already and stay.");
    expect([asked(), wrapper.emitted("imported")]).toEqual([[[true, SHEET]], undefined]);
    await take().trigger("click");
    await vi.waitFor(() => expect(wrapper.emitted("imported")).toHaveLength(1));
    expect(asked()).toEqual([[true, SHEET], [false, SHEET]]);
    expect(toasts.value.map(({ text }) => text)).toEqual(["Imported: 2 added"]);
    expect(page.find("[role=dialog]").exists()).toBe(false);
  });

  it("takes nothing over when a line is wrong, and says which", async () => {
    const errors = [{ line: 2, code: "no_such_person", params: { column: "name" } }];
    sending.mockResolvedValue({ created: 0, invited: 1, unchanged: 2, errors });
    await opened(running);
    await pick(SHEET);
    expect(shown()).toContain("1 error; nothing was imported");
    expect(shown()).toContain("Nobody has this address here; with a name in the column name they are invited.");
    expect(shown()).not.toContain("is invited by mail.");
    expect(take().attributes("disabled")).toBeDefined();
  });

  it("keeps the sheet when the server does not answer, and sends it again on the next press", async () => {
    sending.mockResolvedValueOnce(GOOD).mockRejectedValueOnce(new Problem("unreachable"))
      .mockResolvedValueOnce({ created: 0, invited: 0, unchanged: 5, errors: [] });
    const wrapper = await opened(running);
    await pick(SHEET);
    await take().trigger("click");
    await vi.waitFor(() => expect(shown()).toContain("The server cannot be reached."));
    expect([shown().includes("seats.csv"), shown().includes("3 seats stand already"), wrapper.emitted("imported")]).toEqual([true, true, undefined]);
    await take().trigger("click");
    await vi.waitFor(() => expect(wrapper.emitted("imported")).toHaveLength(1));
    expect(asked().map(([dry]) => dry)).toEqual([true, false, false]);
    expect(toasts.value.map(({ text }) => text)).toEqual(["Everything in the sheet was here already"]);
  });

  it("looks again at the same sheet, and the page looks too when it is not known what became of it", async () => {
    sending.mockRejectedValueOnce(new Problem("timed_out")).mockResolvedValueOnce(GOOD).mockRejectedValueOnce(new Problem("unreachable"));
    const wrapper = await opened(running);
    await pick(SHEET);
    expect([shown().includes("took too long"), take().attributes("disabled")]).toEqual([true, ""]);
    await button("Try again")?.trigger("click");
    await vi.waitFor(() => expect(shown()).toContain("Checked: 2 will be added"));
    await take().trigger("click");
    await vi.waitFor(() => expect(shown()).toContain("The server cannot be reached."));
    await button("Cancel")?.trigger("click");
    expect([asked().map(([dry]) => dry), wrapper.emitted("imported")]).toEqual([[true, true, false], [[]]]);
  });

  it("of a series that has ended can be saved, not changed", () => {
    sheets(ended);
    expect([page.find("a[href$='seats.csv']").exists(), button("Import")]).toEqual([true, undefined]);
  });
});
