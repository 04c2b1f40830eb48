import { computed, readonly, shallowRef, type ComputedRef, type DeepReadonly, type ShallowRef } from "vue";
import { asProblem, type Problem } from "@/core/http/problems";
import { announce } from "@/design/announcer";
import { useCodeSentence, useSentence } from "@/shell/sentence";

export interface Submission {
  /** The answer is awaited. */
  readonly busy: DeepReadonly<ShallowRef<boolean>>;
  /** What is wrong with the whole, as a sentence; empty when nothing is. */
  readonly failure: ComputedRef<string>;
  readonly problem: DeepReadonly<ShallowRef<Problem | null>>;
  /** What is wrong with one field, as a sentence. */
  fieldError: (path: string) => string | undefined;
  /** Does it once at a time; true when it went well. */
  run: (act: () => Promise<unknown>) => Promise<boolean>;
  /** Takes back what was wrong: the person has seen it. */
  forget: () => void;
}

/**
 * One form's way to the server: busy meanwhile, then nothing or sentences of what went wrong.
 *
 * The server says of some codes only that they happened; `fieldOf` names the field each belongs to.
 */
export function useSubmission(fieldOf: Readonly<Record<string, string>> = {}): Submission {
  const sentence = useSentence();
  const codeSentence = useCodeSentence();
  const busy = shallowRef(false);
  const problem = shallowRef<Problem | null>(null);

  async function run(act: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    problem.value = null;
    try {
      await act();
      return true;
    } catch (thrown) {
      problem.value = asProblem(thrown);
      announce(sentence(problem.value), "assertive");
      return false;
    } finally {
      busy.value = false;
    }
  }

  const failure = computed(() => {
    const found = problem.value;
    if (!found) return "";
    if (found.fields.length === 0) return found.code in fieldOf ? "" : sentence(found);
    const ofAll = found.fields.find((field) => field.path === "" && !(field.code in fieldOf));
    return ofAll ? codeSentence(ofAll.code) : "";
  });

  return {
    busy: readonly(busy),
    problem: readonly(problem),
    failure,
    fieldError: (path) => {
      if (problem.value && fieldOf[problem.value.code] === path) return sentence(problem.value);
      const found = problem.value?.fields.find((field) =>
        field.path === path || field.path.endsWith(`.${path}`) || (field.path === "" && fieldOf[field.code] === path));
      return found && codeSentence(found.code);
    },
    run,
    forget: () => (problem.value = null),
  };
}
