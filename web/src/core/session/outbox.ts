/**
 * Commands on their way. Each has an id of its own and is sent again under that id until the server has answered,
 * so a command whose answer got lost is still applied once.
 */
import { refused, type IdentifiedCommand, type Reply } from "./wire";

interface Entry {
  readonly command: IdentifiedCommand;
  readonly answer: (reply: Reply) => void;
  sending: boolean;
}

/** Waits between two sendings of one command while the connection holds. */
const RETRY_MS = 700;

export class Outbox {
  readonly #entries = new Map<string, Entry>();
  readonly #ask: (command: IdentifiedCommand) => Promise<Reply>;
  #open = false;

  constructor(ask: (command: IdentifiedCommand) => Promise<Reply>) {
    this.#ask = ask;
  }

  /** Resolves with the server's answer, however many connections that takes. */
  post(command: IdentifiedCommand): Promise<Reply> {
    return new Promise((answer) => {
      const entry: Entry = { command, answer, sending: false };
      this.#entries.set(command.id, entry);
      if (this.#open) void this.#send(entry);
    });
  }

  /** The connection is there: everything unanswered goes out again, in the order it was posted. */
  resume(): void {
    this.#open = true;
    for (const entry of this.#entries.values()) void this.#send(entry);
  }

  pause(): void {
    this.#open = false;
  }

  /** Nothing will be answered any more. */
  abandon(code: string): void {
    this.#open = false;
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    for (const entry of entries) entry.answer(refused(code));
  }

  async #send(entry: Entry): Promise<void> {
    if (entry.sending) return;
    entry.sending = true;
    try {
      const reply = await this.#ask(entry.command);
      if (this.#entries.delete(entry.command.id)) entry.answer(reply);
    } catch {
      setTimeout(() => this.#again(entry), RETRY_MS);
    } finally {
      entry.sending = false;
    }
  }

  #again(entry: Entry): void {
    if (this.#open && this.#entries.has(entry.command.id)) void this.#send(entry);
  }
}
