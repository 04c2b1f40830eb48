import { effectScope, shallowRef } from "vue";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { http } from "@/core/http/http";
import { Problem } from "@/core/http/problems";
import type { Preview } from "@/features/series/api";
import { newDraft, scheduleOf } from "@/features/series/plan/draft";
import { usePreview, type Asked } from "@/features/series/plan/usePreview";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const said: Preview = { sentence_zh: "每周三", sentence_en: "Every Wednesday", dates: 0, next: [], campuses: [] };
const asked = shallowRef<Asked | null>({ schedule: scheduleOf(newDraft("2026-11-23", "UTC")), most: 5 });

it("asks again by itself when the server was away, and not about what the server refuses", async () => {
  const post = vi.spyOn(http, "post").mockRejectedValueOnce(new Problem("unreachable")).mockResolvedValueOnce(said).mockRejectedValue(new Problem("rule_empty", 422));
  const scope = effectScope();
  const live = scope.run(() => usePreview(() => asked.value));
  await vi.advanceTimersByTimeAsync(0);
  expect([live?.problem.value?.code, live?.value.value]).toEqual(["unreachable", undefined]);
  await vi.advanceTimersByTimeAsync(4_000);
  expect([live?.problem.value, live?.value.value, live?.stale.value]).toEqual([null, said, false]);
  asked.value = { schedule: scheduleOf(newDraft("2026-11-24", "UTC")), most: 5 };
  await vi.advanceTimersByTimeAsync(60_000);
  expect([live?.problem.value?.code, live?.value.value, post.mock.calls.length]).toEqual(["rule_empty", said, 3]);
  scope.stop();
});
