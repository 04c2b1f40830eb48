import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { effectScope, nextTick, ref } from "vue";
import { useInTurn } from "@/shell/inTurn";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("draws one part at first, and each further one in a task of its own once it is ready", async () => {
  const ready = ref(false);
  const scope = effectScope();
  const drawn = scope.run(() => useInTurn(3, () => ready.value)) ?? ref(0);
  await vi.advanceTimersByTimeAsync(50);
  expect(drawn.value).toBe(1);
  ready.value = true;
  await nextTick();
  expect(drawn.value).toBe(1);
  const tasks = vi.spyOn(globalThis, "setTimeout");
  await vi.runAllTimersAsync();
  expect(drawn.value).toBe(3);
  expect(tasks).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
  scope.stop();
});
