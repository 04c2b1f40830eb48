import { useI18n } from "vue-i18n";
import { asProblem, type Problem } from "@/core/http/problems";

/** Says what went wrong in the person's language: `errors.<code>`, filled with the problem's parameters. */
export function useSentence(): (thrown: unknown) => string {
  const words = useI18n();
  return (thrown) => {
    const { code, params }: Problem = asProblem(thrown);
    const key = `errors.${code}`;
    return words.te(key) ? words.t(key, params, Number(params["seconds"] ?? params["count"] ?? 2)) : words.t("errors.unknown", { code });
  };
}
