import { computed, type ComputedRef } from "vue";
import type { AttendeeView, Kind, ParticipantView, VenueView } from "@/generated/messages";
import { useAct } from "@/features/room/acts";
import { useFloor } from "@/features/room/floor/floor";
import { useRoom } from "@/features/room/room";

/** The sub-venue that I hold: a room full of people behind my microphone. */
export function useMyVenue(): ComputedRef<VenueView | undefined> {
  const floor = useFloor();
  const room = useRoom();
  return computed(() => floor.view.value?.venues[room.me.value?.id ?? ""]);
}

export function useCloseVenue(): (person: ParticipantView) => void {
  const act = useAct();
  return ({ id }) => void act({ type: "floor.close_venue", participant: id }, { floor: { venues: { [id]: null } } });
}

/** In the order in which they were named. */
export function attendees(venue: VenueView): AttendeeView[] {
  return Object.values(venue.attendees).sort((one, other) => one.id.length - other.id.length || one.id.localeCompare(other.id));
}

export interface NewAttendee {
  readonly name: string;
  /** Key of a club that somebody here speaks for; empty for none. */
  readonly club: string;
  /** A club that nobody here belongs to. */
  readonly clubName: string;
}

export function useVenueActs() {
  const act = useAct();
  return {
    add: ({ name, club, clubName }: NewAttendee) =>
      act({ type: "floor.add_attendee", name, ...(club !== "" ? { club } : clubName !== "" && { club_name: clubName }) }),
    remove: (attendee: string) => void act({ type: "floor.remove_attendee", attendee }),
    askFor: (attendee: string, kind: Kind, text: string) => act({ type: "floor.ask_for", attendee, kind, text }),
    withdraw: (entry: string) => void act({ type: "floor.withdraw", entry }, { floor: { entries: { [entry]: null } } }),
  };
}
