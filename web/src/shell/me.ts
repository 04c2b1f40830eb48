import { defineStore } from "pinia";
import { computed, shallowRef } from "vue";
import { http } from "@/core/http/http";
import { asProblem, type Problem } from "@/core/http/problems";
import { languageOf, rememberedLanguage } from "@/core/language/language";
import { speak } from "@/i18n";

/** Somebody with an account. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly language: string;
  readonly club_id?: string | null;
  readonly administrator: boolean;
  /** They sign in in other ways. */
  readonly without_password?: boolean;
  /** By whose clocks letters tell times; none for those of the club's campus. */
  readonly zone?: string | null;
  readonly mail_reminders: boolean;
  readonly mail_invitations: boolean;
}

/** Somebody who came by a room's link, without an account. */
export interface Guest {
  readonly id: string;
  readonly name: string;
  readonly club_id?: string | null;
}

interface Me {
  readonly person?: Person | null;
  readonly guest?: Guest | null;
  readonly csrf: string;
  /** There is a mail server: letters go out. */
  readonly mail?: boolean;
  /** Name of the OpenID provider with which one can sign in. */
  readonly openid?: string;
  /** No account exists yet: the person with the set-up link makes the first one. */
  readonly first_start: boolean;
}

/** Who sits in front of this browser, as the server knows them. */
export const useMe = defineStore("me", () => {
  const me = shallowRef<Me>();
  /** Why the last question was not answered. */
  const failure = shallowRef<Problem | null>(null);

  let first: Promise<void> | undefined;

  /** The first question, asked while the words are still being fetched; its failure is in `failure`. */
  function begin(ready: Promise<void> = Promise.resolve()): Promise<void> {
    first ??= refresh(ready).catch(() => undefined);
    return first;
  }

  /** Asks the server; called after everything that changes the cookie. */
  async function refresh(ready: Promise<void> = Promise.resolve()): Promise<void> {
    const answer = await ask();
    await ready;
    http.useCsrf(answer.csrf);
    me.value = answer;
    const preferred = languageOf(answer.person?.language);
    if (preferred && rememberedLanguage(localStorage) === null) await speak(preferred);
  }

  async function ask(): Promise<Me> {
    try {
      const answer = await http.get<Me>("/api/me");
      failure.value = null;
      return answer;
    } catch (thrown) {
      failure.value = asProblem(thrown);
      throw thrown;
    }
  }

  async function signOut(): Promise<void> {
    await http.post("/api/sign-out");
    await refresh();
  }

  return {
    begin,
    refresh: () => refresh(),
    signOut,
    failure,
    known: computed(() => me.value !== undefined),
    person: computed(() => me.value?.person ?? null),
    guest: computed(() => me.value?.guest ?? null),
    hasMail: computed(() => me.value?.mail ?? false),
    openid: computed(() => me.value?.openid ?? ""),
    firstStart: computed(() => me.value?.first_start ?? false),
  };
});
