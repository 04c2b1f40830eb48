import { onScopeDispose, readonly, shallowRef, watch, type DeepReadonly, type ShallowRef } from "vue";
import { asProblem, isPassing, type Problem } from "@/core/http/problems";
import { preview, type Preview } from "@/features/series/api";
import type { Schedule } from "@/features/series/plan/schedule";

/** Dates in one answer, as the server has it. */
export const MOST_SHOWN = 60;
/** Long enough that a typed number is one question. */
const PAUSE_MS = 250;
/** After a failure that may pass by itself it is asked again. */
const AGAIN_MS = 4_000;

export interface LivePreview {
  /** What the schedule means; that of the one before stays until the answer is there. */
  readonly value: ShallowRef<Preview | undefined>;
  readonly problem: DeepReadonly<ShallowRef<Problem | null>>;
  readonly stale: DeepReadonly<ShallowRef<boolean>>;
}

/** What is asked about a schedule. */
export interface Asked {
  readonly schedule: Schedule;
  readonly campus_ids?: readonly string[];
  /** How many of the next dates. */
  readonly most: number;
}

/** What a schedule means while somebody changes it. `asked` gives null while the form is unfinished. */
export function usePreview(asked: () => Asked | null): LivePreview {
  const value = shallowRef<Preview>();
  const problem = shallowRef<Problem | null>(null);
  const stale = shallowRef(true);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let question = 0;

  async function ask(form: Asked): Promise<void> {
    question += 1;
    const mine = question;
    try {
      const answer = await preview(form);
      if (mine !== question) return;
      [value.value, problem.value, stale.value] = [answer, null, false];
    } catch (thrown) {
      if (mine !== question) return;
      problem.value = asProblem(thrown);
      if (isPassing(problem.value)) timer = setTimeout(() => void ask(form), AGAIN_MS);
    }
  }

  watch(() => JSON.stringify(asked()), () => {
    clearTimeout(timer);
    question += 1;
    stale.value = true;
    const form = asked();
    if (form) timer = setTimeout(() => void ask(form), value.value ? PAUSE_MS : 0);
  }, { immediate: true });
  onScopeDispose(() => clearTimeout(timer));

  return { value, problem: readonly(problem), stale: readonly(stale) };
}
