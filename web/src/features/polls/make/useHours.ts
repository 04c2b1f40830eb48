import { onScopeDispose, readonly, shallowRef, watch, type DeepReadonly, type ShallowRef } from "vue";
import { asProblem, isPassing, type Problem } from "@/core/http/problems";
import { hoursOf, type HoursAsked, type OptionHours } from "@/features/polls/api";

/** Long enough that a typed number is one question. */
const PAUSE_MS = 250;
/** After a failure that may pass by itself it is asked again. */
const AGAIN_MS = 4_000;

export interface LiveHours {
  /** By the wall clock of the option; what was known before stays until the answer is there. */
  readonly value: ShallowRef<ReadonlyMap<string, OptionHours>>;
  readonly problem: DeepReadonly<ShallowRef<Problem | null>>;
}

/** What the options mean on campuses while somebody writes them. `asked` gives null while the form is unfinished. */
export function useHours(asked: () => HoursAsked | null): LiveHours {
  const value = shallowRef<ReadonlyMap<string, OptionHours>>(new Map());
  const problem = shallowRef<Problem | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let question = 0;

  async function ask(form: HoursAsked): Promise<void> {
    const mine = question;
    try {
      const { options } = await hoursOf(form);
      if (mine === question) [value.value, problem.value] = [new Map(options.map((one) => [one.wall.slice(0, 16), one])), null];
    } catch (thrown) {
      if (mine !== question) return;
      problem.value = asProblem(thrown);
      if (isPassing(problem.value)) timer = setTimeout(() => void ask(form), AGAIN_MS);
    }
  }

  watch(() => JSON.stringify(asked()), () => {
    clearTimeout(timer);
    question += 1;
    const form = asked();
    if (form) timer = setTimeout(() => void ask(form), PAUSE_MS);
    else [value.value, problem.value] = [new Map(), null];
  }, { immediate: true });
  onScopeDispose(() => clearTimeout(timer));

  return { value, problem: readonly(problem) };
}
