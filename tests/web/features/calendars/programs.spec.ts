import { describe, expect, it } from "vitest";
import { isReachable, waysTo } from "@/features/calendars/programs";

describe("ways of an address into calendar programs", () => {
  it("keeps the secret whole and escapes it once", () => {
    const ways = waysTo("/calendar/a_b-C.ics", "https://meet.example.org", "开源 & co");
    expect(ways.address).toBe("https://meet.example.org/calendar/a_b-C.ics");
    expect(ways.webcal).toBe("webcal://meet.example.org/calendar/a_b-C.ics");
    expect(new URL(ways.google).searchParams.get("cid")).toBe(ways.webcal);
    expect(new URL(ways.outlook).searchParams.get("url")).toBe(ways.address);
    expect(new URL(ways.outlook).searchParams.get("name")).toBe("开源 & co");
  });

  it("says which servers Google and Outlook can reach", () => {
    const reachable = ["https://meet.example.org", "http://meet.example.org", "https://localhost:8443", "https://192.168.1.4", "https://[::1]"];
    expect(reachable.map(isReachable)).toEqual([true, false, false, false, false]);
  });
});
