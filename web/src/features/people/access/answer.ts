import type { ProviderAnswer } from "@/features/people/access/api";

/** Reads what the provider put into the address; a part that comes twice is nobody's word. */
export function answerIn(search: string): ProviderAnswer {
  const parts = new URLSearchParams(search);
  const only = (name: string): string | undefined => {
    const found = parts.getAll(name);
    return found.length === 1 ? found[0] : undefined;
  };
  const [state, code, iss, error] = ["state", "code", "iss", "error"].map(only);
  return { state: state ?? "", ...(code && { code }), ...(iss && { iss }), ...(error && { error }) };
}
