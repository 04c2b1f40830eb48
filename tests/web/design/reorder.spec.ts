import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { effectScope, shallowRef, type EffectScope } from "vue";
import { useReorder, type Reorder } from "@/design/reorder";

const ROW = 100;
const SEEN = 300;

let scope: EffectScope;
beforeEach(() => {
  scope = effectScope();
  vi.useFakeTimers({ toFake: ["requestAnimationFrame", "cancelAnimationFrame", "performance"] });
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
  document.body.replaceChildren();
});

/** Ten rows, of which three are seen: happy-dom knows no sizes. */
function list() {
  const [seen, rows] = [document.createElement("div"), document.createElement("ol")];
  const span = (top: number, height: number) => () => new DOMRect(0, top, 200, height);
  for (let number = 0; number < 10; number += 1) {
    const row = document.createElement("li");
    row.dataset["row"] = `row_${number}`;
    row.getBoundingClientRect = () => new DOMRect(0, number * ROW - seen.scrollTop, 200, ROW);
    rows.append(row);
  }
  Object.defineProperties(seen, { scrollHeight: { value: 10 * ROW }, clientHeight: { value: SEEN } });
  seen.getBoundingClientRect = span(0, SEEN);
  seen.append(rows);
  document.body.append(seen);
  const dropped: [string, number][] = [];
  const reorder = scope.run(() => useReorder(shallowRef(rows), (key, place) => dropped.push([key, place]))) as Reorder;
  const pointer = (type: string, clientY: number) => new PointerEvent(type, { clientY, button: 0 });
  return { seen, dropped, reorder, grab: (number: number, y: number) => reorder.grab(pointer("pointerdown", y), `row_${number}`), at: (type: string, y: number) => dispatchEvent(pointer(type, y)) };
}

it("goes on at the edge while the hand is still, and knows where the row would be dropped", () => {
  const { seen, dropped, reorder, grab, at } = list();
  grab(0, 50);
  at("pointermove", SEEN - 10);
  expect(reorder.onto.value).toBe(2);
  vi.advanceTimersByTime(500);
  expect(seen.scrollTop).toBeGreaterThan(2 * ROW);
  expect(reorder.onto.value).toBeGreaterThan(3);
  const onto = reorder.onto.value;
  at("pointerup", SEEN - 10);
  expect(dropped).toEqual([["row_0", onto]]);
});

it("stands still away from the edge, and when it is let go", () => {
  const { seen, grab, at } = list();
  grab(0, 50);
  at("pointermove", SEEN / 2);
  vi.advanceTimersByTime(500);
  expect(seen.scrollTop).toBe(0);
  at("pointermove", SEEN - 10);
  at("pointerup", SEEN - 10);
  vi.advanceTimersByTime(500);
  expect(seen.scrollTop).toBe(0);
});
