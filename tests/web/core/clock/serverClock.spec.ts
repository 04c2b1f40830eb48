import { describe, expect, it } from "vitest";
import { ServerClock } from "@/core/clock/serverClock";

describe("the server's clock", () => {
  it("is right although the browser's is five minutes off", () => {
    const clock = new ServerClock(() => 1_000_000);
    clock.learn({ sent: 999_900, received: 1_000_000, server: 1_300_000 });
    expect(clock.now()).toBe(1_300_050);
  });

  it("trusts the quickest answer", () => {
    const clock = new ServerClock(() => 0);
    clock.learn({ sent: -4000, received: 0, server: 500 });
    clock.learn({ sent: -20, received: 0, server: 990 });
    clock.learn({ sent: -3000, received: 0, server: 0 });
    expect(clock.offset).toBe(1000);
  });

  it("takes an unasked time until one was measured, and ignores nonsense", () => {
    const clock = new ServerClock(() => 100);
    clock.hint(700);
    expect(clock.now()).toBe(700);
    clock.learn({ sent: 200, received: 100, server: 1 });
    clock.learn({ sent: 0, received: 100, server: Number.NaN });
    expect(clock.now()).toBe(700);
  });
});
