/** The number of unread messages on the tab: before its title, and as a dot on its icon. */

const ICON = "/favicon.svg";

/** Beyond this nobody counts. */
const MOST = 99;

export function titled(title: string, unread: number): string {
  return unread === 0 ? title : `(${unread > MOST ? `${MOST}+` : unread}) ${title}`;
}

/** Draws the icon with or without its dot; both are files, so the content security policy has nothing to object to. */
export function markIcon(unread: number): void {
  const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  const wanted = unread > 0 ? "/favicon-unread.svg" : ICON;
  if (link !== null && link.getAttribute("href") !== wanted) link.setAttribute("href", wanted);
}
