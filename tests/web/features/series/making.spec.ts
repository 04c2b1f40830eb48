import { afterEach, expect, it, vi } from "vitest";
import { http } from "@/core/http/http";
import { Problem } from "@/core/http/problems";
import type { SeriesFields } from "@/features/series/api";
import { useMaking } from "@/features/series/plan/making";

afterEach(() => vi.restoreAllMocks());

const fields: SeriesFields = { title: "Sync", about: "", doors_minutes: 15, schedule: { starts_on: "2026-11-25", anchors: [{ zone: "UTC", time: "20:00" }], minutes: 90, rule: null } };
const entry = { id: "ser_1", title: "Sync", ended_at: null };

function stands(series: object): void {
  vi.spyOn(http, "get").mockImplementation(async (path: string) => Promise.resolve(path.includes("most=") ? { items: [entry] } : { ...entry, ...series }));
}

it("finds what was made though no answer came", async () => {
  const post = vi.spyOn(http, "post").mockRejectedValueOnce(new Problem("unreachable")).mockResolvedValue({ id: "ser_2" });
  const make = useMaking();
  await expect(make(fields, "en")).rejects.toThrow("unreachable");
  stands({ ...fields, schedule: { ...fields.schedule, anchors: [{ zone: "UTC", time: "20:00:00" }], extra: [] } });
  expect((await make(fields, "en")).id).toBe("ser_1");
  expect(post.mock.calls).toHaveLength(1);
});

it("makes another one where the plan is another, or where the server has said no", async () => {
  const post = vi.spyOn(http, "post").mockRejectedValueOnce(new Problem("timed_out")).mockResolvedValue({ id: "ser_2" });
  const make = useMaking();
  await expect(make(fields, "en")).rejects.toThrow("timed_out");
  stands({ ...fields, doors_minutes: 30 });
  expect((await make(fields, "en")).id).toBe("ser_2");
  post.mockRejectedValueOnce(new Problem("rule_empty", 422));
  const again = useMaking();
  await expect(again(fields, "en")).rejects.toThrow("rule_empty");
  stands(fields);
  expect((await again(fields, "en")).id).toBe("ser_2");
});
