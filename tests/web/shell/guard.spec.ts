import { describe, expect, it } from "vitest";
import { safeNext } from "@/shell/guard";

describe("where to go after signing in", () => {
  it.each([
    ["/rooms/room_1?tab=2#x", "/rooms/room_1?tab=2#x"],
    ["https://evil.example/", "/"],
    ["//evil.example/", "/"],
    ["/\\evil.example/", "/"],
    ["javascript:alert(1)", "/"],
    [["/a", "/b"], "/"],
    [undefined, "/"],
  ])("%j leads to %s", (next, expected) => {
    expect(safeNext(next)).toBe(expected);
  });
});
