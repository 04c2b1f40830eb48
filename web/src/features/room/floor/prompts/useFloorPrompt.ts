import { computed, onMounted, shallowRef, type ComputedRef, type ShallowRef } from "vue";
import { useI18n } from "vue-i18n";
import { toast } from "@/design/toasts";
import { mayWrite } from "@/features/room/model/rights";
import { useRoom } from "@/features/room/room";
import type { Outlook } from "./outlook";
import { promptOf, type Prompt } from "./prompt";
import { useCues } from "./useCues";
import { useOutlook } from "./useOutlook";
import { useTurnBeginning } from "./useTurnBeginning";

export interface FloorPrompts {
  readonly outlook: Readonly<ShallowRef<Outlook | undefined>>;
  readonly prompt: ComputedRef<Prompt | undefined>;
  /** What the tab's title says before the room's: only what this person must do. */
  readonly call: ComputedRef<string | undefined>;
  putAway: () => void;
}

/** Everything by which the floor turns to this person by itself. Once in a room. */
export function useFloorPrompt(): FloorPrompts {
  const room = useRoom();
  const { t } = useI18n();
  const outlook = useOutlook();
  const away = shallowRef<string>();

  useCues(outlook);
  useTurnBeginning();
  onMounted(() => {
    const denial = room.denials.value.microphone;
    if (room.wished.microphoneOn && denial !== undefined && denial !== "observer") toast(t(`floor.prompt.no_microphone.${denial}`));
  });

  const prompt = computed(() => {
    const facts = { heard: room.media.value.own.microphone.on, mayAsk: mayWrite(room.me.value?.role) };
    const stands = outlook.value && promptOf(outlook.value, facts);
    return stands?.key === away.value ? undefined : stands;
  });
  return {
    outlook,
    prompt,
    call: computed(() => {
      if (outlook.value?.turn?.mine) return t("floor.prompt.call_yours");
      return outlook.value?.next ? t("floor.prompt.call_next") : undefined;
    }),
    putAway: () => (away.value = prompt.value?.key),
  };
}
