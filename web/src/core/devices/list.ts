/** The devices there are, as the browser names them. */

export interface Device {
  readonly id: string;
  /** Empty until the browser has been allowed to use a device of this kind. */
  readonly label: string;
}

export interface Devices {
  readonly microphones: readonly Device[];
  readonly cameras: readonly Device[];
  readonly speakers: readonly Device[];
}

export const NO_DEVICES: Devices = { microphones: [], cameras: [], speakers: [] };

export async function listDevices(): Promise<Devices> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) return NO_DEVICES;
  return sortDevices(await devices.enumerateDevices());
}

/** Chromium lists the default device a second time, as `default` and `communications`; those are left out. */
export function sortDevices(found: readonly Pick<MediaDeviceInfo, "deviceId" | "kind" | "label">[]): Devices {
  const real = found.filter(({ deviceId }) => !["", "default", "communications"].includes(deviceId));
  const known = (kind: MediaDeviceKind) =>
    (real.some((device) => device.kind === kind) ? real : found)
      .filter((device) => device.kind === kind)
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  return { microphones: known("audioinput"), cameras: known("videoinput"), speakers: known("audiooutput") };
}

/** Calls back after a device was plugged in or pulled out. */
export function watchDevices(changed: () => void): () => void {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  devices?.addEventListener("devicechange", changed);
  return () => devices?.removeEventListener("devicechange", changed);
}
