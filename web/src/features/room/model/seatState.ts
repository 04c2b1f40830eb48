import type { PersonMedia } from "@/core/media/people";
import type { ParticipantView } from "@/generated/messages";

export type SeatState = "away" | "sharing" | "speaking" | "open" | "muted" | "observing" | "listening";

/** The one word a seat says: the first of these that is true. */
export function seatState(person: Pick<ParticipantView, "connected" | "role" | "stopped">, media: PersonMedia): SeatState {
  if (!person.connected) return "away";
  const open = isHeard(person, media);
  if (media.speaking && open) return "speaking";
  if (media.screen !== undefined) return "sharing";
  if (open) return "open";
  if (media.microphone !== "none" || person.stopped.microphone) return "muted";
  return person.role === "observer" ? "observing" : "listening";
}

/** What a moderator stopped is silent from that moment on, even before the media server has told of it. */
export function isHeard(person: Pick<ParticipantView, "stopped">, media: PersonMedia): boolean {
  return media.microphone === "on" && !person.stopped.microphone;
}
