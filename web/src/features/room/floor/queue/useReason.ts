import { useI18n } from "vue-i18n";
import type { EntryView } from "@/generated/messages";
import { useFloor } from "@/features/room/floor/floor";
import { reasonOf } from "@/features/room/floor/model/reasons";
import { usedText } from "@/features/room/floor/model/turnClock";
import { useRoom } from "@/features/room/room";

/** Why an entry stands where it stands, and who entered it, in a sentence. */
export function useReason(): (entry: EntryView) => string {
  const { t } = useI18n();
  const room = useRoom();
  const { view } = useFloor();
  return (entry) => {
    if (view.value === undefined) return "";
    const { key, used, count } = reasonOf(view.value, entry);
    const why = t(`floor.reason.${key}`, { time: usedText(used ?? 0), count: count ?? 0 }, count ?? 0);
    const by = entry.by === undefined || entry.by === entry.venue ? undefined : room.view.value?.participants[entry.by]?.name;
    return by === undefined ? why : t("floor.reason.with", { why, by: t("floor.reason.by", { name: by }) });
  };
}

/** How long somebody will wait, as far as one can say. */
export function useWaitText(): (minutes: number | undefined) => string {
  const { t } = useI18n();
  return (minutes) => (minutes ? t("floor.entry.minutes", { count: minutes }, minutes) : t("floor.entry.soon"));
}
