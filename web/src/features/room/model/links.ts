/** Splits a message into text and links. Only whole `http` and `https` addresses become links; nothing becomes HTML. */

export type Piece = { readonly kind: "text"; readonly text: string } | { readonly kind: "link"; readonly text: string; readonly href: string };

/** Stops at spaces, at CJK punctuation and characters, and at quotes, which are never part of a pasted address. */
const ADDRESS = /https?:\/\/[^\s<>"'“”‘’「」『』（）《》【】，。；：！？、\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af]+/giu;

/** A sentence's own punctuation after an address does not belong to it. */
const TRAILING = /[.,;:!?)\]}*_~]+$/u;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const { 0: raw, index } of text.matchAll(ADDRESS)) {
    const address = withoutTail(raw);
    const href = safeHref(address);
    if (href === undefined) continue;
    if (index > from) found.push({ kind: "text", text: text.slice(from, index) });
    found.push({ kind: "link", text: address, href });
    from = index + address.length;
  }
  if (from < text.length) found.push({ kind: "text", text: text.slice(from) });
  return found;
}

/** A closing bracket stays when it closes one inside the address (as Wikipedia's do). */
function withoutTail(raw: string): string {
  const cut = raw.replace(TRAILING, "");
  return raw[cut.length] === ")" && cut.includes("(") && !cut.includes(")") ? `${cut})` : cut;
}

function safeHref(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  // A name and password before the host exist only to deceive the eye.
  return url !== undefined && url.username === "" && url.hostname !== "" ? url.href : undefined;
}
