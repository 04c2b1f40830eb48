/** Notifications of the system's, for a tab that nobody looks at. The browser is asked for them by a click only. */

export type NoticePermission = "granted" | "denied" | "default" | "unsupported";

export function noticePermission(): NoticePermission {
  return "Notification" in globalThis && isSecureContext ? Notification.permission : "unsupported";
}

/** To be called from a click: browsers ask their question only then. */
export async function askForNotices(): Promise<NoticePermission> {
  return noticePermission() === "default" ? Notification.requestPermission() : noticePermission();
}

/** The notice shown last; a newer one takes its place. */
const TAG = "roundtable.floor";

/** Shows a sentence over other windows until the page is looked at again; answers whether it could. */
export function notify(title: string, text: string): boolean {
  if (noticePermission() !== "granted") return false;
  try {
    const notice = new Notification(title, { body: text, tag: TAG, icon: "/favicon.svg" });
    const close = () => notice.close();
    notice.addEventListener("click", () => {
      globalThis.focus();
      close();
    });
    document.addEventListener("visibilitychange", close, { once: true });
    return true;
  } catch {
    return false; // Chrome on Android wants a service worker for it
  }
}
