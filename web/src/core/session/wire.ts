/** What travels between this client and the gateway; the shapes are generated from the server's own types. */
import type { Ack, AckAccepted, AckRefused, Command, Frames, Goodbye, Query } from "@/generated/messages";

export { PROTOCOL } from "@/generated/messages";
export type { Command, Frames, Query };

export type GoodbyeCode = Goodbye["code"];
export type Params = AckRefused["params"];

/** A command with the id under which the server remembers it. */
export type IdentifiedCommand = Command & { id: string };

/** The answer to a query holds more than a command's; each asker knows what. */
export type Reply = (AckAccepted & Record<string, unknown>) | AckRefused;

export function refused(code: string): AckRefused & Ack {
  return { ok: false, code, params: {} };
}
