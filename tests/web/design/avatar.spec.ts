import { expect, it } from "vitest";
import { hueOf, HUES, initialOf } from "@/design/avatar";

it("takes the first letter as a person sees it", () => {
  expect(["林知夏", " maya chen", "👩‍💻 Dev", "éva", "e\u0301va", "𠮷田", "나래", "", " "].map(initialOf))
    .toEqual(["林", "M", "👩‍💻", "É", "E\u0301", "𠮷", "나", "?", "?"]);
});

it("gives the same key the same hue, and uses all of them", () => {
  const hues = Array.from({ length: 200 }, (_none, index) => hueOf(`per_${index}`));
  expect(hueOf("per_7")).toBe(hues[7]);
  expect(new Set(hues).size).toBe(HUES);
});
