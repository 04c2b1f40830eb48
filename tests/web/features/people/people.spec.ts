import { describe, expect, it } from "vitest";
import { deviceOf, isPhone } from "@/features/people/agent";
import { tokenInFragment } from "@/features/people/fragment";

describe("a signed-in device", () => {
  it.each([
    ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36", "Chrome · Linux", false],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0", "Edge · Windows", false],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:146.0) Gecko/20100101 Firefox/146.0", "Firefox · macOS", false],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1", "Safari · iOS", true],
    ["Mozilla/5.0 (Linux; Android 16; Pixel) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36 MicroMessenger/8.0", "WeChat · Android", true],
    ["curl/8.5.0", "", false],
  ])("%s", (agent, device, phone) => {
    expect([deviceOf(agent), isPhone(agent)]).toEqual([device, phone]);
  });
});

describe("the one-time token of a link", () => {
  it("stands in the fragment, alone or by name", () => {
    expect(["#abc-123", "#token=abc-123", "#other=1", "#", ""].map(tokenInFragment)).toEqual(["abc-123", "abc-123", "", "", ""]);
  });

  it("is nothing when the fragment is broken", () => {
    expect(tokenInFragment("#%E0%A4")).toBe("");
  });
});
