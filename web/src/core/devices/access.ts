/** Asking the browser for a microphone or a camera, and saying in our words why it did not give one. */

export type DeviceProblem =
  /** The page is neither HTTPS nor on this machine: browsers then have no devices at all. */
  | "insecure"
  | "unsupported"
  /** The person, or a setting of the browser or of the system, said no. */
  | "refused"
  | "missing"
  /** Another program holds it. */
  | "busy"
  | "failed";

export type Capture =
  | { readonly ok: true; readonly stream: MediaStream }
  | { readonly ok: false; readonly problem: DeviceProblem };

export type CaptureKind = "microphone" | "camera";

const PROBLEMS: Readonly<Record<string, DeviceProblem>> = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};

export function problemOfDevice(thrown: unknown): DeviceProblem {
  if (!window.isSecureContext) return "insecure";
  const name = thrown instanceof Error || thrown instanceof DOMException ? thrown.name : "";
  return PROBLEMS[name] ?? "failed";
}

/** Opens a device for trying it out; whoever gets the stream closes it. */
export async function capture(kind: CaptureKind, device?: string): Promise<Capture> {
  if (!window.isSecureContext) return { ok: false, problem: "insecure" };
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) return { ok: false, problem: "unsupported" };
  try {
    return { ok: true, stream: await devices.getUserMedia(constraints(kind, device)) };
  } catch (thrown) {
    return { ok: false, problem: problemOfDevice(thrown) };
  }
}

export function close(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

function constraints(kind: CaptureKind, device: string | undefined): MediaStreamConstraints {
  const wish = device === undefined ? {} : { deviceId: { ideal: device } };
  if (kind === "microphone") return { audio: { ...wish, echoCancellation: true, noiseSuppression: true } };
  return { video: { ...wish, width: { ideal: 1280 }, height: { ideal: 720 } } };
}

/** Calls back when the person changes the browser's permission, so that nobody has to reload. */
export async function watchPermission(kind: CaptureKind, changed: (state: PermissionState) => void): Promise<() => void> {
  try {
    const status = await navigator.permissions.query({ name: kind });
    const listener = () => changed(status.state);
    status.addEventListener("change", listener);
    return () => status.removeEventListener("change", listener);
  } catch {
    return () => undefined; // Firefox before 131 knows no such names; the person tries again by hand
  }
}
