/** The wire below a session, small enough that a test can be one. */
import type { Frames, IdentifiedCommand, Params, Query, Reply } from "./wire";

/** The door refused the connection; without a code it was never reached. */
export interface DoorRefusal {
  code?: string;
  params?: Params;
}

export interface TransportListener {
  refused(refusal: DoorRefusal): void;
  closed(): void;
  event<Name extends keyof Frames>(name: Name, payload: Frames[Name]): void;
}

export interface Transport {
  /** Begins one attempt; it ends in a first frame or in `refused`. */
  open(listener: TransportListener): void;
  /** Rejects when no answer came in time or the connection was lost: the outcome is then unknown. */
  command(command: IdentifiedCommand): Promise<Reply>;
  /** As `command`, but nothing changes and nothing is remembered. */
  query(query: Query): Promise<Reply>;
  close(): void;
}
