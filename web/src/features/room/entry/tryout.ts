/** Trying out a microphone and a camera before joining: what is open, how loud, and why something is not. */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from "vue";
import { capture, close, watchPermission, type CaptureKind, type DeviceProblem } from "@/core/devices/access";
import { meter } from "@/core/devices/levelMeter";
import { listDevices, NO_DEVICES, watchDevices, type Devices } from "@/core/devices/list";

export interface Tryout {
  readonly on: Readonly<Ref<boolean>>;
  /** On, or asked for and not refused yet: how one comes in when one does not wait for the browser. */
  readonly wanted: Readonly<Ref<boolean>>;
  readonly busy: Readonly<Ref<boolean>>;
  readonly stream: Readonly<ShallowRef<MediaStream | undefined>>;
  readonly problem: Readonly<ShallowRef<DeviceProblem | undefined>>;
  /** Asks the browser; may show its question. */
  open: () => Promise<void>;
  close: () => void;
  toggle: () => void;
}

/**
 * One device kind; when `device` changes while it is open, the other device is opened instead. `awaited`: it will be
 * opened in a moment, so that whoever comes in before its turn has come wants it no less.
 */
export function useTryout(kind: CaptureKind, device: () => string | undefined, awaited = false): Tryout {
  const on = ref(false);
  const wanted = ref(awaited);
  const busy = ref(false);
  const stream = shallowRef<MediaStream>();
  const problem = shallowRef<DeviceProblem>();
  let gone = false;

  async function open(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    problem.value = undefined;
    shut();
    wanted.value = true;
    const captured = await capture(kind, device());
    busy.value = false;
    if (captured.ok && gone) close(captured.stream);
    else if (captured.ok) stream.value = captured.stream;
    else problem.value = captured.problem;
    on.value = stream.value !== undefined;
    wanted.value = on.value;
  }
  function shut(): void {
    close(stream.value);
    stream.value = undefined;
    on.value = false;
    wanted.value = false;
  }
  watch(device, (next, before) => {
    if (on.value && next !== before) void open();
  });
  onScopeDispose(() => {
    gone = true;
    shut();
  });
  reopenWhenAllowed(kind, () => problem.value === "refused" && void open());
  return { on, wanted, busy, stream, problem, open, close: shut, toggle: () => (on.value ? shut() : void open()) };
}

function reopenWhenAllowed(kind: CaptureKind, retry: () => void): void {
  let gone = false;
  const watching = watchPermission(kind, (state) => {
    if (state === "granted" && !gone) retry();
  });
  onScopeDispose(() => {
    gone = true;
    void watching.then((unwatch) => unwatch());
  });
}

/** The devices there are; `refresh` after a permission was given, because only then they have names. */
export function useDevices(): { devices: ShallowRef<Devices>; refresh: () => Promise<void> } {
  const devices = shallowRef<Devices>(NO_DEVICES);
  const refresh = async (): Promise<void> => {
    devices.value = await listDevices();
  };
  onScopeDispose(watchDevices(() => void refresh()));
  void refresh();
  return { devices, refresh };
}

/** How loud `stream` is, between 0 and 1. */
export function useLevel(stream: Readonly<ShallowRef<MediaStream | undefined>>): Readonly<Ref<number>> {
  const level = ref(0);
  watch(stream, (opened, _before, clean) => {
    level.value = 0;
    if (opened !== undefined) clean(meter(opened, (loudness) => {
      level.value = loudness;
    }));
  }, { immediate: true });
  return level;
}
