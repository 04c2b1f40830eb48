import { computed, type ComputedRef } from "vue";
import type { TurnView } from "@/generated/messages";
import { clockFace, remainingText, type ClockFace } from "@/features/room/floor/model/turnClock";
import { useServerNow } from "@/features/room/floor/useServerNow";

/** The clock of a turn, drawn at most once a second: text and tone change with the seconds, never in between. */
export function useTurnClock(turn: () => TurnView, warning: () => number): {
  readonly face: ComputedRef<ClockFace>;
  readonly text: ComputedRef<string>;
  readonly tone: ComputedRef<ClockFace["tone"]>;
  /** The part that is left, in thousandths. */
  readonly left: ComputedRef<number>;
} {
  const now = useServerNow(() => turn().running_since !== undefined);
  const face = computed(() => clockFace(turn(), warning(), now.value));
  const second = computed(() => Math.ceil(face.value.remaining / 1000) * 1000);
  return {
    face,
    text: computed(() => remainingText(face.value.remaining)),
    tone: computed(() => face.value.tone),
    left: computed(() => Math.round(1000 * Math.min(1, Math.max(0, second.value / turn().limit)))),
  };
}
