import { flushPromises, mount } from "@vue/test-utils";
import { describe, expect, it } from "vitest";
import { defineComponent, h } from "vue";
import { Problem } from "@/core/http/problems";
import { i18n, speak } from "@/i18n";
import { useSubmission, type Submission } from "@/shell/submission";

async function form(fieldOf: Record<string, string> = {}): Promise<Submission> {
  await speak("en");
  const held: { submission?: Submission } = {};
  mount(defineComponent(() => {
    held.submission = useSubmission(fieldOf);
    return () => h("form");
  }), { global: { plugins: [i18n] } });
  if (!held.submission) throw new Error("not set up");
  return held.submission;
}

const refused = (...problem: ConstructorParameters<typeof Problem>) => () => Promise.reject(new Problem(...problem));

describe("a form on its way to the server", () => {
  it("is sent once, however often the button is pressed", async () => {
    const submission = await form();
    let sent = 0;
    let answer = (): void => undefined;
    const slow = (): Promise<void> => {
      sent += 1;
      return new Promise((resolve) => (answer = resolve));
    };
    const first = submission.run(slow);
    expect(await submission.run(slow)).toBe(false);
    expect(submission.busy.value).toBe(true);
    answer();
    expect(await first).toBe(true);
    await flushPromises();
    expect([sent, submission.busy.value]).toEqual([1, false]);
  });

  it("says what is wrong with the whole, in the reader's language", async () => {
    const submission = await form();
    expect(await submission.run(refused("too_many_requests", 429, { seconds: 1 }))).toBe(false);
    expect(submission.failure.value).toBe("Too many attempts. Try again in a second.");
    await submission.run(refused("too_many_requests", 429, { seconds: 30 }));
    expect(submission.failure.value).toBe("Too many attempts. Try again in 30 seconds.");
    await speak("zh-CN");
    expect(submission.failure.value).toBe("操作太频繁，请 30 秒后再试。");
    await submission.run(() => Promise.resolve());
    expect(submission.failure.value).toBe("");
  });

  it("says it at the field where the fault is", async () => {
    const submission = await form({ password_too_short: "password" });
    await submission.run(refused("invalid", 422, {}, [{ path: "body.email", code: "no_email" }]));
    expect([submission.failure.value, submission.fieldError("email"), submission.fieldError("password")])
      .toEqual(["", "This is no e-mail address.", undefined]);
    await submission.run(refused("password_too_short", 422, { least: 10 }));
    expect([submission.failure.value, submission.fieldError("email"), submission.fieldError("password")])
      .toEqual(["", undefined, "The password needs at least 10 characters."]);
  });

  it("says it at a field, too, when the server found it in the form as a whole", async () => {
    const submission = await form({ term_backwards: "until" });
    await submission.run(refused("invalid", 422, {}, [{ path: "", code: "term_backwards" }]));
    expect([submission.failure.value, submission.fieldError("since"), submission.fieldError("until")])
      .toEqual(["", undefined, "The term ends before it begins."]);
    await submission.run(refused("invalid", 422, {}, [{ path: "", code: "person_or_email" }]));
    expect([submission.failure.value, submission.fieldError("until")]).toEqual(["Name a person, or an e-mail address.", undefined]);
  });

  it("admits not to know a code rather than saying nothing", async () => {
    const submission = await form();
    await submission.run(refused("brand_new"));
    expect(submission.failure.value).toBe("Something went wrong (brand_new). Please try again later.");
  });
});
