/** The one-time token in an address's fragment: `#abc` or `#token=abc`. */
export function tokenInFragment(fragment: string): string {
  const text = fragment.replace(/^#/, "");
  return text.includes("=") ? (new URLSearchParams(text).get("token") ?? "") : decodeURIComponent(text);
}
