import { useI18n } from "vue-i18n";
import { asProblem, Problem } from "@/core/http/problems";

/** Says what went wrong in the person's language: `errors.<code>`, filled with the problem's parameters. */
export function useSentence(): (thrown: unknown) => string {
  const words = useI18n();

  return (thrown) => {
    const { code, params }: Problem = asProblem(thrown);
    const key = `errors.${code}`;
    if (words.te(key)) return words.t(key, params, Number(params["seconds"] ?? params["most"] ?? params["least"] ?? 2));
    return words.t("errors.unlisted", { code });
  };
}

/** The same for a bare code, as fields of a form have. */
export function useCodeSentence(): (code: string, params?: Problem["params"]) => string {
  const sentence = useSentence();
  return (code, params = {}) => sentence(new Problem(code, 0, params));
}
