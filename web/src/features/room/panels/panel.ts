/** What can stand beside the table. */
export type PanelKey = "chat" | "items" | "venue" | "people" | "settings";
