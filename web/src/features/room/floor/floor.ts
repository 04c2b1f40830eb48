import type { ComputedRef } from "vue";
import type { FloorView } from "@/generated/messages";
import { useRoom } from "@/features/room/room";

export interface Floor {
  /** Absent before the first snapshot. */
  readonly view: ComputedRef<FloorView | undefined>;
}

export function useFloor(): Floor {
  return { view: useRoom().floor };
}
