/** The sentences of one language, by namespace and key. */
export interface Messages {
  [key: string]: string | Messages;
}
