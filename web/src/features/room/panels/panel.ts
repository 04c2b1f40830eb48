/** What can stand beside the table. */
export type PanelKey = "queue" | "chat" | "items" | "venue" | "people" | "settings";
