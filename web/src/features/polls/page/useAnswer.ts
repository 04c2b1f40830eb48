import { computed, reactive, ref, watch, type ComputedRef, type Ref } from "vue";
import { answerPoll, type Choice, type Poll } from "@/features/polls/api";
import { choicesOf } from "@/features/polls/reading";
import { useSubmission, type Submission } from "@/shell/submission";

export interface Answering {
  /** For which club; empty for none. */
  readonly club: Ref<string>;
  readonly form: { choices: Record<string, Choice>; note: string };
  readonly open: ComputedRef<boolean>;
  /** There is something to save, for this club or another. */
  readonly unsaved: ComputedRef<boolean>;
  /** There is something to save for this club. */
  readonly changed: ComputedRef<boolean>;
  /** How many options have no answer. */
  readonly left: ComputedRef<number>;
  readonly submission: Submission;
  say: (key: string, choice: Choice | undefined) => void;
  sayOfAll: (choice: Choice) => void;
  /** Sends what is written, or an answer without choices, which takes the old one back; true when it went well. */
  send: (choices?: Record<string, Choice>) => Promise<boolean>;
}

/** One club's answer while it is written. Begins with the first club of the reader's that has said nothing. */
export function useAnswer(id: () => string, poll: ComputedRef<Poll | undefined>, answered: (poll: Poll) => void): Answering {
  const submission = useSubmission();
  const club = ref("");
  const form = reactive<{ choices: Record<string, Choice>; note: string }>({ choices: {}, note: "" });
  const said = computed(() => poll.value?.answers.find((answer) => answer.club_id === club.value));

  watch(() => poll.value?.id, () => {
    const found = poll.value;
    if (!found || club.value) return;
    club.value = found.mine.find((mine) => !found.answers.some((answer) => answer.club_id === mine)) ?? found.mine[0] ?? "";
  }, { immediate: true });
  /** What was written for other clubs and not sent: it waits until one comes back to them. */
  const aside = reactive(new Map<string, { choices: Record<string, Choice>; note: string }>());
  watch(club, (chosen, before) => {
    submission.forget();
    if (before && differs(before, form)) aside.set(before, { ...form });
    const kept = aside.get(chosen);
    aside.delete(chosen);
    form.choices = kept?.choices ?? (poll.value ? choicesOf(poll.value, chosen) : {});
    form.note = kept?.note ?? said.value?.note ?? "";
  }, { immediate: true });

  const keys = computed(() => poll.value?.options.map(({ key }) => key) ?? []);
  function differs(of: string, { choices, note }: { choices: Record<string, Choice>; note: string }): boolean {
    const stands = poll.value?.answers.find((answer) => answer.club_id === of);
    return note.trim() !== (stands?.note ?? "") || (poll.value?.options ?? []).some(({ key }) => choices[key] !== stands?.choices[key]);
  }
  async function send(choices = form.choices): Promise<boolean> {
    const sent = Object.fromEntries(Object.entries(choices).filter(([key]) => keys.value.includes(key)));
    const done = await submission.run(async () => answered(await answerPoll(id(), { club_id: club.value, choices: sent, note: form.note.trim() })));
    if (done) form.choices = sent;
    return done;
  }

  return {
    club, form, submission, send,
    open: computed(() => poll.value?.state === "open" && club.value !== ""),
    changed: computed(() => differs(club.value, form)),
    unsaved: computed(() => poll.value?.state === "open" && (aside.size > 0 || (club.value !== "" && differs(club.value, form)))),
    left: computed(() => keys.value.filter((key) => !form.choices[key]).length),
    say: (key, choice) => {
      if (choice) form.choices = { ...form.choices, [key]: choice };
    },
    sayOfAll: (choice) => (form.choices = Object.fromEntries(keys.value.map((key) => [key, choice]))),
  };
}
