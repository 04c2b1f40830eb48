import { computed, readonly, shallowRef, type ComputedRef } from "vue";
import type { FloorView } from "@/generated/messages";
import { Problem } from "@/core/http/problems";
import { toast } from "@/design/toasts";
import { nextStep } from "@/features/room/floor/model/step";
import { useSettling } from "@/features/room/floor/useSettling";
import { useRoom } from "@/features/room/room";
import { useSentence } from "@/shell/sentence";

/** So long after the floor has passed on, by whomever, a press was meant for the turn before. */
export const STEP_SETTLES_MS = 800;

/**
 * The moderator's one button. It names the turn it wants to end, so nobody is skipped by two presses. `withdrew` is
 * told the name of who stood at the top and withdrew a moment ago.
 */
export function useStep(view: ComputedRef<FloorView | undefined>, withdrew: (name: string) => void) {
  const room = useRoom();
  const sentence = useSentence();
  const busy = shallowRef(false);
  const turn = computed(() => view.value?.turn?.id);
  const settling = useSettling(() => turn.value, STEP_SETTLES_MS);

  async function next(confirmed = false): Promise<void> {
    if (view.value?.step === undefined || busy.value || settling.value) return;
    busy.value = true;
    const reply = await room.command({ type: "floor.next", confirmed, ...(turn.value !== undefined && { turn: turn.value }) });
    busy.value = false;
    if (reply.ok) return;
    if (reply.code === "top_withdrew") withdrew(String(reply.params["name"] ?? ""));
    // Another moderator was quicker: nothing is wrong.
    else toast(sentence(new Problem(reply.code, 0, reply.params)), reply.code === "turn_over" ? "plain" : "bad");
  }

  return { step: computed(() => nextStep(view.value ?? { entries: {} })), busy: readonly(busy), settling, next };
}
