import { afterEach, describe, expect, it, vi } from "vitest";
import { http } from "@/core/http/http";
import { effectOf, mayBeTaken, sendSheet } from "@/shell/sheets";

const wrong = { line: 3, code: "no_email", params: { column: "email" } };

afterEach(() => vi.restoreAllMocks());

describe("a sheet", () => {
  it("is taken only when it changes something and nothing in it is wrong", () => {
    expect(mayBeTaken({ created: 2, updated: 0, errors: [] })).toBe(true);
    expect(mayBeTaken({ created: 0, updated: 1, errors: [] })).toBe(true);
    expect(mayBeTaken({ created: 0, updated: 0, errors: [] })).toBe(false);
    expect(mayBeTaken({ created: 2, updated: 1, errors: [wrong] })).toBe(false);
  });

  it("is told of by what it does only", () => {
    const effects = [[2, 1], [2, 0], [0, 1], [0, 0]].map(([created = 0, updated = 0]) => effectOf({ created, updated, errors: [] }));
    expect(effects).toEqual(["both", "created", "updated", "nothing"]);
  });

  it("goes to the server byte by byte, whatever its encoding, with the wishes beside it", async () => {
    const post = vi.spyOn(http, "post").mockResolvedValue({ created: 0, updated: 0, errors: [] });
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    await sendSheet("/api/people/import", new Blob([bytes]), true, { invite: false });
    const [path, body] = post.mock.calls[0] ?? [];
    expect(path).toBe("/api/people/import");
    const { file, ...others } = body as { file: string };
    expect(others).toEqual({ dry_run: true, invite: false });
    expect(Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0))).toEqual(bytes);
  });
});
