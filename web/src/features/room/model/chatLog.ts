/** The chat as one person has it: what the server told, and what of their own is still on its way. */
import type { AckRefused, ChatFrame, ChatHistory, ChatMessage } from "@/generated/messages";

/** Characters of one message; the server refuses more. */
export const LONGEST_MESSAGE = 2000;

/** Counts as the server does: code points, so that an emoji is one and not two halves. */
export function characters(text: string): number {
  return Array.from(text).length;
}

export const HISTORY_PAGE = 50;

/** One's own message until the server has it. */
export interface Outgoing {
  readonly key: number;
  readonly text: string;
  /** Why it did not go out; without it, it is on its way. */
  readonly failed?: Pick<AckRefused, "code" | "params">;
}

export interface ChatState {
  /** By place in the sequence, oldest first. */
  readonly messages: readonly ChatMessage[];
  readonly outgoing: readonly Outgoing[];
  /** Older messages can be asked for. */
  readonly more: boolean;
  readonly unread: number;
}

export const EMPTY_CHAT: ChatState = { messages: [], outgoing: [], more: false, unread: 0 };

/** Takes one frame of the server. `me` sees their own message arrive in place of the outgoing one. */
export function heard(chat: ChatState, frame: ChatFrame, me: string, reading: boolean): ChatState {
  const known = chat.messages.some(({ id }) => id === frame.message.id);
  const fresh = frame.kind === "message" && !known;
  const mine = frame.message.participant === me;
  return {
    ...chat,
    messages: merge(chat.messages, [frame.message]),
    outgoing: fresh && mine ? withoutArrived(chat.outgoing, frame.message.text) : chat.outgoing,
    unread: fresh && !mine && !reading ? chat.unread + 1 : chat.unread,
  };
}

/** Takes a page of history; `newest` pages (after a reconnect) may leave a hole that is filled by asking further. */
export function remembered(chat: ChatState, page: ChatHistory): ChatState {
  const oldest = chat.messages[0]?.seq ?? Number.POSITIVE_INFINITY;
  const reaches = page.messages.length === 0 || (page.messages[0]?.seq ?? 0) <= oldest;
  return { ...chat, messages: merge(chat.messages, page.messages), more: reaches ? page.more : chat.more };
}

/** Whether a newest page leaves messages out between itself and what was known before. */
export function leavesHole(chat: ChatState, page: ChatHistory): boolean {
  const newestKnown = chat.messages.at(-1)?.seq;
  const oldestTold = page.messages[0]?.seq;
  return page.more && newestKnown !== undefined && oldestTold !== undefined && oldestTold > newestKnown + 1;
}

export function sending(chat: ChatState, key: number, text: string): ChatState {
  const others = chat.outgoing.filter((message) => message.key !== key);
  return { ...chat, outgoing: [...others, { key, text }] };
}

export function sent(chat: ChatState, key: number): ChatState {
  return { ...chat, outgoing: chat.outgoing.filter((message) => message.key !== key) };
}

export function failed(chat: ChatState, key: number, failure: Pick<AckRefused, "code" | "params">): ChatState {
  const mark = (message: Outgoing) => (message.key === key ? { key, text: message.text, failed: failure } : message);
  return { ...chat, outgoing: chat.outgoing.map(mark) };
}

export function readAll(chat: ChatState): ChatState {
  return chat.unread === 0 ? chat : { ...chat, unread: 0 };
}

function withoutArrived(outgoing: readonly Outgoing[], text: string): readonly Outgoing[] {
  const arrived = outgoing.findIndex((message) => message.failed === undefined && message.text === text);
  return outgoing.filter((_message, place) => place !== arrived);
}

function merge(known: readonly ChatMessage[], told: readonly ChatMessage[]): ChatMessage[] {
  const byId = new Map([...known, ...told].map((message) => [message.id, message]));
  return [...byId.values()].sort((one, other) => one.seq - other.seq);
}
