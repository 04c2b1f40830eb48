import type { PersonMedia } from "@/core/media/people";
import type { ParticipantView } from "@/generated/messages";

export type SeatState = "away" | "sharing" | "speaking" | "open" | "muted" | "observing" | "listening";

/** The one word a seat says: the first of these that is true. */
export function seatState(person: Pick<ParticipantView, "connected" | "role">, media: PersonMedia): SeatState {
  if (!person.connected) return "away";
  if (media.speaking && media.microphone === "on") return "speaking";
  if (media.screen !== undefined) return "sharing";
  if (media.microphone === "on") return "open";
  if (media.microphone === "muted") return "muted";
  return person.role === "observer" ? "observing" : "listening";
}
