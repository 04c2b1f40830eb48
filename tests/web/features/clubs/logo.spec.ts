import { describe, expect, it } from "vitest";
import { fitted } from "@/features/clubs/page/logo";

describe("a club's picture", () => {
  it("fits, keeps its shape, and is never made larger or lost", () => {
    expect(fitted(2000, 1000)).toEqual({ width: 512, height: 256 });
    expect(fitted(300, 200)).toEqual({ width: 300, height: 200 });
    expect(fitted(9000, 3)).toEqual({ width: 512, height: 1 });
  });
});
