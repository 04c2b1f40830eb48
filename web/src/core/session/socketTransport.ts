/** The one file that knows Socket.IO. WebSocket only; every reconnect is decided above, none by the library. */
import { io, type Socket } from "socket.io-client";
import type { Join } from "@/generated/messages";
import type { DoorRefusal, Transport, TransportListener } from "./transport";
import { PROTOCOL, type Frames, type IdentifiedCommand, type Query, type Reply } from "./wire";

/** A server that has not answered by now is asked again, with the same command id. */
const ANSWER_TIMEOUT_MS = 5000;

/** Longer than a slow handshake, shorter than anybody's patience. */
const OPEN_TIMEOUT_MS = 8000;

const FRAMES: readonly (keyof Frames)[] = ["welcome", "snapshot", "patch", "moved", "goodbye", "chat"];

export class SocketTransport implements Transport {
  readonly #origin: string;
  readonly #credentials: () => Promise<Omit<Join, "protocol">>;
  #socket: Socket | undefined;

  constructor(origin: string, credentials: () => Promise<Omit<Join, "protocol">>) {
    this.#origin = origin;
    this.#credentials = credentials;
  }

  open(listener: TransportListener): void {
    this.close();
    const socket = io(this.#origin, {
      path: "/socket.io",
      transports: ["websocket"],
      autoConnect: false,
      reconnection: false,
      forceNew: true,
      timeout: OPEN_TIMEOUT_MS,
      auth: (give) => {
        void this.#credentials().then(
          (credentials) => give({ ...credentials, protocol: PROTOCOL }),
          () => this.#refuse(socket, listener, {}),
        );
      },
    });
    this.#socket = socket;
    this.#listen(socket, listener);
    socket.connect();
  }

  command(command: IdentifiedCommand): Promise<Reply> {
    return this.#ask("command", command);
  }

  query(query: Query): Promise<Reply> {
    return this.#ask("query", query);
  }

  close(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.disconnect();
  }

  #ask(channel: "command" | "query", request: IdentifiedCommand | Query): Promise<Reply> {
    const socket = this.#socket;
    if (!socket?.connected) return Promise.reject(new Error("not connected"));
    return socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck(channel, request) as Promise<Reply>;
  }

  #listen(socket: Socket, listener: TransportListener): void {
    socket.on("connect_error", (error: Error & { data?: DoorRefusal }) => {
      this.#refuse(socket, listener, error.data ?? {});
    });
    socket.on("disconnect", () => {
      if (this.#socket !== socket) return;
      this.close();
      listener.closed();
    });
    for (const name of FRAMES) {
      socket.on(name, (payload: Frames[typeof name]) => {
        if (this.#socket === socket) listener.event(name, payload);
      });
    }
  }

  #refuse(socket: Socket, listener: TransportListener, refusal: DoorRefusal): void {
    if (this.#socket !== socket) return;
    this.close();
    listener.refused(refusal);
  }
}
