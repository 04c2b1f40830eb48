/** The chat of one session: asks for history, sends, and loses nothing that was typed while the line was down. */
import type { ChatHistory, ChatReact } from "@/generated/messages";
import { Observable, type Watchable } from "@/core/session/observable";
import type { RoomSession } from "@/core/session/roomSession";
import { EMPTY_CHAT, failed, heard, HISTORY_PAGE, leavesHole, readAll, remembered, sending, sent, type ChatState } from "./chatLog";

/** A hole after a long absence is filled so far; what is older is asked for by scrolling. */
const MOST_PAGES_AT_ONCE = 5;

export type Emoji = ChatReact["emoji"];
export const EMOJI: readonly Emoji[] = ["👍", "👏", "❤️", "😂", "🎉", "🤔"];

export class Chat {
  readonly #session: RoomSession;
  readonly #state = new Observable<ChatState>(EMPTY_CHAT);
  #reading = false;
  #lastKey = 0;
  #asking: Promise<void> | undefined;

  constructor(session: RoomSession) {
    this.#session = session;
    session.chat.on((frame) => this.#state.update((chat) => heard(chat, frame, this.#me, this.#reading)));
  }

  get state(): Watchable<ChatState> {
    return this.#state;
  }

  /** Whether the messages are in view; those in view are read. */
  set reading(reading: boolean) {
    this.#reading = reading;
    if (reading) this.#state.update(readAll);
  }

  /** After each connection: the newest messages, and back to what was known. */
  catchUp(): Promise<void> {
    this.#asking ??= this.#fetchNewest().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async older(): Promise<void> {
    const oldest = this.#state.get().messages[0];
    if (oldest === undefined || !this.#state.get().more) return;
    const page = await this.#page(oldest.seq);
    if (page !== undefined) this.#state.update((chat) => remembered(chat, page));
  }

  /** Resolves when the message is stored, or its failure is in the state. */
  send(text: string): Promise<void> {
    this.#lastKey += 1;
    return this.#deliver(this.#lastKey, text);
  }

  resend(key: number): Promise<void> {
    const text = this.#state.get().outgoing.find((message) => message.key === key)?.text;
    return text === undefined ? Promise.resolve() : this.#deliver(key, text);
  }

  discard(key: number): void {
    this.#state.update((chat) => sent(chat, key));
  }

  get #me(): string {
    return this.#session.welcome.get()?.participant ?? "";
  }

  async #deliver(key: number, text: string): Promise<void> {
    this.#state.update((chat) => sending(chat, key, text));
    const reply = await this.#session.command({ type: "chat.send", text });
    this.#state.update((chat) => (reply.ok ? sent(chat, key) : failed(chat, key, reply)));
  }

  async #fetchNewest(): Promise<void> {
    const known = this.#state.get();
    let page = await this.#page();
    for (let pages = 1; page !== undefined; pages += 1) {
      const told = page;
      const hole = leavesHole(known, told) && pages < MOST_PAGES_AT_ONCE;
      this.#state.update((chat) => remembered(chat, told));
      page = hole ? await this.#page(told.messages[0]?.seq) : undefined;
    }
  }

  async #page(before?: number): Promise<ChatHistory | undefined> {
    const reply = await this.#session.query({
      type: "chat.history",
      limit: HISTORY_PAGE,
      ...(before !== undefined && { before }),
    });
    return reply.ok ? (reply as unknown as ChatHistory) : undefined;
  }
}
