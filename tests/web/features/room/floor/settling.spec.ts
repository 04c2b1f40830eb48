import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { effectScope, shallowRef } from "vue";
import { useSettling } from "@/features/room/floor/useSettling";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a button that changes under the finger", () => {
  const scope = effectScope();
  const button = (when?: (now: string) => boolean) => {
    const words = shallowRef("ask");
    const settling = scope.run(() => useSettling(() => words.value, 500, when));
    return { words, settles: () => settling?.value };
  };

  it("settles from the very moment of each change, and not before the first", () => {
    const { words, settles } = button();
    expect(settles()).toBe(false);
    words.value = "unmute";
    expect(settles()).toBe(true);
    vi.advanceTimersByTime(499);
    words.value = "done";
    vi.advanceTimersByTime(499);
    expect(settles()).toBe(true);
    vi.advanceTimersByTime(1);
    expect(settles()).toBe(false);
  });

  it("is settled at once when it becomes something that may be pressed twice", () => {
    const { words, settles } = button((now) => now === "unmute");
    words.value = "unmute";
    words.value = "ask";
    expect(settles()).toBe(false);
    words.value = "wait";
    expect(settles()).toBe(false);
  });

  it("leaves nothing behind", () => {
    const { words } = button();
    words.value = "unmute";
    scope.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
