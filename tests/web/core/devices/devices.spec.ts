import { describe, expect, it } from "vitest";
import { levelOf } from "@/core/devices/levelMeter";
import { sortDevices } from "@/core/devices/list";
import { recall, remember, STRANGER, type Remembered } from "@/core/devices/remembered";

describe("devices", () => {
  it("are listed once, by kind", () => {
    const found = [
      { deviceId: "default", kind: "audioinput", label: "Default" },
      { deviceId: "m1", kind: "audioinput", label: "Headset" },
      { deviceId: "", kind: "videoinput", label: "" },
      { deviceId: "s1", kind: "audiooutput", label: "Speakers" },
    ] as const;
    expect(sortDevices(found)).toEqual({
      microphones: [{ id: "m1", label: "Headset" }],
      cameras: [{ id: "", label: "" }],
      speakers: [{ id: "s1", label: "Speakers" }],
    });
  });
});

describe("the level", () => {
  it("is on a decibel scale between silence and full", () => {
    expect(levelOf(new Float32Array(64))).toBe(0);
    expect(levelOf(new Float32Array(64).fill(1))).toBe(1);
    expect(levelOf(new Float32Array(64).fill(0.0316))).toBeCloseTo(0.5, 2);
    expect(levelOf(new Float32Array())).toBe(0);
  });
});

describe("what is remembered", () => {
  const store = (text: string | null) => ({ getItem: () => text });

  it("comes back as it was", () => {
    const entry: Remembered = { name: "林", club: "clb_a", devices: { microphone: "m1" }, microphoneOn: false, cameraOn: true };
    let kept = "";
    remember(entry, { setItem: (_key, value) => (kept = value) });
    expect(recall(store(kept))).toEqual(entry);
  });

  it.each([null, "", "{", "[]", "7", '{"name": 4, "devices": [1]}'])("is a stranger's when the store holds %j", (text) => {
    expect(recall(store(text)).devices).toEqual(STRANGER.devices);
    expect(recall(store(text)).name).toBe("");
  });
});
