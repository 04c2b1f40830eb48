import { toast } from "@/design/toasts";
import { i18n } from "@/i18n";

const KEY = "roundtable.opened-anew";

/**
 * A page's code could not be fetched: most often because the server was updated since this tab was opened, and then
 * loading the whole page anew mends it. The second time in a row it is the network, and that is said.
 */
export function openAnew(path: string): void {
  if (sessionStorage.getItem(KEY) === path) {
    sessionStorage.removeItem(KEY);
    toast(i18n.global.t("errors.unreachable"), "bad");
    return;
  }
  sessionStorage.setItem(KEY, path);
  window.location.assign(path);
}
