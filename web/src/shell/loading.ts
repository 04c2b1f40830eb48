import { onMounted, readonly, shallowRef, type DeepReadonly, type ShallowRef } from "vue";
import { asProblem, type Problem } from "@/core/http/problems";

export interface Loading<T> {
  /** What came; undefined until then, kept while it is fetched again. */
  readonly value: ShallowRef<T | undefined>;
  readonly problem: DeepReadonly<ShallowRef<Problem | null>>;
  again: () => Promise<void>;
}

/** Fetches what a page shows, at once and whenever asked; of two answers the later question's counts. */
export function useLoading<T>(fetchIt: () => Promise<T>): Loading<T> {
  const value = shallowRef<T>();
  const problem = shallowRef<Problem | null>(null);
  let asked = 0;

  async function again(): Promise<void> {
    asked += 1;
    const mine = asked;
    try {
      const answer = await fetchIt();
      if (mine !== asked) return;
      value.value = answer;
      problem.value = null;
    } catch (thrown) {
      if (mine === asked) problem.value = asProblem(thrown);
    }
  }

  onMounted(again);
  return { value, problem: readonly(problem), again };
}
