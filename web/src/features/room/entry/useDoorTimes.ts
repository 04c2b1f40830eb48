import { useI18n } from "vue-i18n";
import type { PlannedSession } from "@/features/room/entry/doors";

/** Times on a door, on the reader's own wall. */
export function useDoorTimes() {
  const { d } = useI18n();
  const clock = (moment: string): string => d(new Date(moment), "clock");
  const day = (moment: string): string => d(new Date(moment), "day");

  return {
    /** The zone of this wall, by name. */
    zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    clock,
    day,
    moment: (moment: string): string => `${day(moment)} ${clock(moment)}`,
    sessionTime: (one: PlannedSession) => ({ day: day(one.start), from: clock(one.start), until: clock(one.end) }),
  };
}
