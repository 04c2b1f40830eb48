/** What a person chose the last time, on this device. Storage may be forbidden; then nothing is remembered. */

export interface DeviceChoice {
  readonly microphone?: string;
  readonly camera?: string;
  readonly speaker?: string;
}

export interface Remembered {
  readonly name: string;
  readonly club?: string;
  readonly devices: DeviceChoice;
  /** How the person wants to come in. */
  readonly microphoneOn: boolean;
  readonly cameraOn: boolean;
}

export const STRANGER: Remembered = { name: "", devices: {}, microphoneOn: true, cameraOn: true };

const KEY = "roundtable.entry";

export function recall(storage: Pick<Storage, "getItem">): Remembered {
  try {
    return readRemembered(JSON.parse(storage.getItem(KEY) ?? "null"));
  } catch {
    return STRANGER;
  }
}

export function remember(entry: Remembered, storage: Pick<Storage, "setItem">): void {
  try {
    storage.setItem(KEY, JSON.stringify(entry));
  } catch {
    // as above
  }
}

function readRemembered(stored: unknown): Remembered {
  if (!isRecord(stored)) return STRANGER;
  const club = text(stored["club"]);
  return {
    name: text(stored["name"]) ?? "",
    ...(club !== undefined && { club }),
    devices: readDevices(stored["devices"]),
    microphoneOn: stored["microphoneOn"] === true,
    cameraOn: stored["cameraOn"] === true,
  };
}

function readDevices(stored: unknown): DeviceChoice {
  if (!isRecord(stored)) return {};
  const kinds = ["microphone", "camera", "speaker"] as const;
  return Object.fromEntries(kinds.flatMap((kind) => {
    const id = text(stored[kind]);
    return id === undefined ? [] : [[kind, id]];
  }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
