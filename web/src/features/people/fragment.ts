/** The one-time token in an address's fragment: `#abc` or `#token=abc`; empty when there is none. */
export function tokenInFragment(fragment: string): string {
  const text = fragment.replace(/^#/, "");
  if (text.includes("=")) return new URLSearchParams(text).get("token") ?? "";
  return /^[\w-]+$/.test(text) ? text : "";
}
