import { computed, onScopeDispose, readonly, shallowRef, watch, type ComputedRef } from "vue";
import type { FloorView } from "@/generated/messages";
import { Problem } from "@/core/http/problems";
import { toast } from "@/design/toasts";
import { nextStep, STEP_HOLD_MS, StepHold } from "@/features/room/floor/model/step";
import { useRoom } from "@/features/room/room";
import { useSentence } from "@/shell/sentence";

/**
 * The moderator's one button. It names the turn it wants to end, so nobody is skipped by two presses. `withdrew` is
 * told the name of who stood at the top and withdrew a moment ago.
 */
export function useStep(view: ComputedRef<FloorView | undefined>, withdrew: (name: string) => void) {
  const room = useRoom();
  const sentence = useSentence();
  const hold = new StepHold();
  const busy = shallowRef(false);
  const turn = computed(() => view.value?.turn?.id);
  const held = shallowRef(false);
  let letGo: ReturnType<typeof setTimeout> | undefined;
  watch(turn, (id) => {
    hold.see(id, performance.now());
    held.value = true;
    clearTimeout(letGo);
    letGo = setTimeout(() => (held.value = false), STEP_HOLD_MS);
  }, { immediate: true, flush: "sync" });
  onScopeDispose(() => clearTimeout(letGo));

  async function next(confirmed = false): Promise<void> {
    if (view.value?.step === undefined || !hold.take(performance.now())) return;
    busy.value = true;
    const reply = await room.command({ type: "floor.next", confirmed, ...(turn.value !== undefined && { turn: turn.value }) });
    busy.value = false;
    hold.done();
    if (reply.ok) return;
    if (reply.code === "top_withdrew") withdrew(String(reply.params["name"] ?? ""));
    // Another moderator was quicker: nothing is wrong.
    else toast(sentence(new Problem(reply.code, 0, reply.params)), reply.code === "turn_over" ? "plain" : "bad");
  }

  return { step: computed(() => nextStep(view.value ?? { entries: {} })), busy: readonly(busy), held: readonly(held), next };
}
