import type { ChatMessage } from "@/generated/messages";

/** Messages of one person closer together than this stand under one name. */
const TOGETHER_MS = 4 * 60_000;

export function continues(before: ChatMessage | undefined, message: ChatMessage): boolean {
  if (before?.participant !== message.participant || before.name !== message.name) return false;
  return new Date(message.at).getTime() - new Date(before.at).getTime() < TOGETHER_MS;
}
