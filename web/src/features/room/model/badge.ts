/** What the tab tells: the number of unread messages and a call before its title, and a dot on its icon. */

const ICON = "/favicon.svg";

/** Beyond this nobody counts. */
const MOST = 99;

export function titled(title: string, unread: number, call?: string): string {
  const called = call === undefined ? title : `${call} · ${title}`;
  return unread === 0 ? called : `(${unread > MOST ? `${MOST}+` : unread}) ${called}`;
}

/** Draws the icon with or without its dot; both are files, so the content security policy has nothing to object to. */
export function markIcon(marked: boolean): void {
  const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  const wanted = marked ? "/favicon-unread.svg" : ICON;
  if (link !== null && link.getAttribute("href") !== wanted) link.setAttribute("href", wanted);
}
