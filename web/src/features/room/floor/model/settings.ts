/** The settings of the floor as forms have them: in seconds. */
import type { FloorView, Kind } from "@/generated/messages";
import { KINDS, type FloorSettings } from "@/shell/floor/floorSettings";

export function inSeconds({ mode, settings }: Pick<FloorView, "mode" | "settings">): FloorSettings {
  const seconds = (milliseconds: number): number => Math.round(milliseconds / 1000);
  const { policy, bound, hard_stop, entries_per_kind } = settings;
  return {
    mode, policy, bound, hard_stop, entries_per_kind,
    limits: Object.fromEntries(KINDS.map((kind) => [kind, seconds(settings.limits[kind] ?? 0)])) as Record<Kind, number>,
    warning: seconds(settings.warning),
    call_grace: seconds(settings.call_grace),
    absence_grace: seconds(settings.absence_grace),
  };
}
