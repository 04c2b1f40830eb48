import { describe, expect, it, vi } from "vitest";
import { later } from "@/design/later";

describe("a component that a page can be drawn without", () => {
  it("is not there before somebody asks, and is fetched once", async () => {
    const load = vi.fn(() => Promise.resolve({ default: "menu" }));
    const menu = later(load);
    expect([menu.component.value, load.mock.calls.length]).toEqual([undefined, 0]);
    await menu.fetch();
    await menu.fetch();
    menu.fetchAhead();
    expect([menu.component.value, load.mock.calls.length]).toEqual(["menu", 1]);
  });

  it("is fetched ahead without anybody asking", async () => {
    const menu = later(() => Promise.resolve({ default: "menu" }));
    menu.fetchAhead();
    await vi.waitFor(() => { expect(menu.component.value).toBe("menu"); });
  });

  it("says that the network is gone, and is fetched when it is back", async () => {
    const load = vi.fn().mockRejectedValueOnce(new TypeError("Failed to fetch dynamically imported module")).mockResolvedValue({ default: "menu" });
    const menu = later<string>(load);
    await expect(menu.fetch()).rejects.toMatchObject({ code: "unreachable" });
    await menu.fetch();
    expect(menu.component.value).toBe("menu");
  });
});
