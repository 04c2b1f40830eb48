/**
 * `window.roundtable` while one is in a room: what the session and the media connection say of themselves, for
 * support ("open the console and tell me what `await roundtable.measure()` says") and for the browser tests. It only
 * reads what this person's own browser already has.
 */
import type { Measurements } from "@/core/media/statistics";
import type { MediaState } from "@/core/media/state";
import type { Connection } from "@/core/session/connection";
import type { FloorView } from "@/generated/messages";
import type { Denials } from "./floor/model/rights";
import type { RoomContext } from "./room";

export interface Inspection {
  readonly participant: () => string | undefined;
  /** `live` when everything is well. */
  readonly connection: () => Connection["kind"];
  readonly media: () => MediaState;
  /** The floor as this person sees it. */
  readonly floor: () => FloorView | undefined;
  /** Why I may not publish a source; what may be published is absent. */
  readonly denials: () => Denials;
  /** What was decoded of each person so far. */
  readonly measure: () => Promise<Measurements>;
}

declare global {
  interface Window {
    roundtable?: Inspection;
  }
}

export function expose(room: RoomContext): () => void {
  const inspection: Inspection = {
    participant: () => room.session.welcome.get()?.participant,
    connection: () => room.connection.value.kind,
    media: () => room.media.value,
    floor: () => room.floor.value,
    denials: () => room.denials.value,
    measure: () => room.measure(),
  };
  window.roundtable = inspection;
  return () => {
    if (window.roundtable === inspection) delete window.roundtable;
  };
}
