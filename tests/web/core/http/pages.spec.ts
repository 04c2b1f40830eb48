import { describe, expect, it } from "vitest";
import { everyPage } from "@/core/http/pages";

describe("a list in pages", () => {
  it("is read to its end", async () => {
    const asked: string[] = [];
    const pages = [{ items: [1, 2], next: "clb_2&" }, { items: [3], next: "clb_3" }, { items: [] }];
    const items = await everyPage<number>("/api/clubs", (path) => {
      asked.push(path);
      return Promise.resolve(pages[asked.length - 1] ?? { items: [] });
    });
    expect(items).toEqual([1, 2, 3]);
    expect(asked).toEqual(["/api/clubs?most=500", "/api/clubs?most=500&after=clb_2%26", "/api/clubs?most=500&after=clb_3"]);
  });
});
