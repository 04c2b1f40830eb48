/** What can stand beside the table. */
export type PanelKey = "chat" | "people" | "settings";
