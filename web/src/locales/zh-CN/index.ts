import type { Messages } from "@/locales/messages";

/** Every file of this folder is one namespace: `room.json` holds `room.…`. */
const files = import.meta.glob<Messages>("./*.json", { eager: true, import: "default" });

const messages: Messages = Object.fromEntries(Object.entries(files).map(([path, found]) => [path.slice(2, -5), found]));
export default messages;
