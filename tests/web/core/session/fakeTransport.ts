import type { DoorRefusal, Transport, TransportListener } from "@/core/session/transport";
import type { IdentifiedCommand, Query, Reply } from "@/core/session/wire";

interface Asked<T> {
  readonly request: T;
  answer: (reply: Reply) => void;
  lose: () => void;
}

/** The wire in the hands of a test: it accepts, answers, goes silent and breaks when the test says so. */
export class FakeTransport implements Transport {
  readonly commands: Asked<IdentifiedCommand>[] = [];
  readonly queries: Asked<Query>[] = [];
  opened = 0;
  #listener: TransportListener | undefined;

  open(listener: TransportListener): void {
    this.opened += 1;
    this.#listener = listener;
  }

  command(command: IdentifiedCommand): Promise<Reply> {
    return this.#asked(this.commands, command);
  }

  query(query: Query): Promise<Reply> {
    return this.#asked(this.queries, query);
  }

  close(): void {
    this.#listener = undefined;
    for (const { lose } of [...this.commands, ...this.queries]) lose();
  }

  /** The server lets the person in and tells everything. */
  welcome(version = 1, rooms: object = { title: "Roundtable" }): void {
    this.#listener?.event("welcome", {
      participant: "prt_a", audience: "everyone", session_id: "ses_a", server_time: "2026-11-22T12:00:00.000Z", node: "node-1",
    });
    this.tell(version, rooms);
  }

  tell(version: number, rooms: object): void {
    this.#listener?.event("snapshot", { version, view: { rooms } });
  }

  patch(from: number, to: number, rooms: object): void {
    this.#listener?.event("patch", { from, to, patch: { rooms } });
  }

  move(audience: string): void {
    this.#listener?.event("moved", { audience });
  }

  goodbye(code: "removed" | "restarting" | "opened_elsewhere", retry: boolean): void {
    this.#listener?.event("goodbye", { code, retry });
  }

  refuse(refusal: DoorRefusal): void {
    this.#listener?.refused(refusal);
  }

  break(): void {
    const listener = this.#listener;
    this.close();
    listener?.closed();
  }

  #asked<T>(list: Asked<T>[], request: T): Promise<Reply> {
    return new Promise((resolve, reject) => {
      list.push({ request, answer: resolve, lose: () => reject(new Error("lost")) });
    });
  }
}
