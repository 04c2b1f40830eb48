/** Turns the events of a LiveKit room into changes of the media state, and makes what was subscribed audible. */
import { RoomEvent, Track, type Participant, type RemoteTrack, type Room, type TrackPublication } from "livekit-client";
import { describePerson, isGranted, publicationOf } from "./livekit";
import { SOURCES, withoutPerson, withPerson, type Source } from "./people";
import { withOwn, type MediaState } from "./state";

type Change = (change: (state: MediaState) => MediaState) => void;

/** The events after which a person must be looked at again; each names its participant in another place. */
const ABOUT_SOMEBODY = [
  RoomEvent.ParticipantConnected, RoomEvent.TrackPublished, RoomEvent.TrackUnpublished, RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed, RoomEvent.TrackMuted, RoomEvent.TrackUnmuted, RoomEvent.LocalTrackPublished,
  RoomEvent.LocalTrackUnpublished, RoomEvent.ConnectionQualityChanged,
] as const;

/**
 * While only the signaling is repaired, sound flows on through the peer connection; LiveKit's client itself waits two
 * seconds before it calls that repaired. A repair that takes longer is told.
 */
const REPAIR_PATIENCE_MS = 3000;

export interface Ears {
  /** The media server withdrew the right to a source. */
  readonly withdrawn: (source: Source) => void;
  readonly ended: () => void;
}

export function listen(room: Room, change: Change, ears: Ears): void {
  const look = (participant: Participant) =>
    change((state) => {
      const people = withPerson(state.people, participant.identity, describePerson(participant));
      return participant.isLocal ? withOwnTracks({ ...state, people }, participant) : { ...state, people };
    });
  for (const name of ABOUT_SOMEBODY) {
    room.on(name, (...told: unknown[]) => {
      const participant = told.find(isParticipant);
      if (participant !== undefined) look(participant);
    });
  }
  room.on(RoomEvent.ParticipantDisconnected, (participant) =>
    change((state) => ({ ...state, people: withoutPerson(state.people, participant.identity) })));
  room.on(RoomEvent.ActiveSpeakersChanged, () => everybody(room).forEach(look));
  listenToSound(room, change);
  listenToGrants(room, change, ears);
  listenToConnection(room, change, ears);
}

/** Tracks end without being asked, too: a device is pulled out, the browser's own bar stops a shared screen. */
function withOwnTracks(state: MediaState, own: Participant): MediaState {
  return SOURCES.reduce((next, source) => {
    const on = isOn(publicationOf(own, source));
    return next.own[source].busy || next.own[source].on === on ? next : withOwn(next, source, { on });
  }, state);
}

export function everybody(room: Room): Participant[] {
  return [room.localParticipant, ...room.remoteParticipants.values()];
}

/** The whole room as it is now: after a join, and after a repair during which events were lost. */
export function survey(room: Room): (state: MediaState) => MediaState {
  return (state) => ({
    ...state,
    people: Object.fromEntries(everybody(room).map((person) => [person.identity, describePerson(person)])),
    audioBlocked: !room.canPlaybackAudio,
  });
}

function listenToSound(room: Room, change: Change): void {
  room.on(RoomEvent.TrackSubscribed, (track: RemoteTrack) => {
    if (track.kind === Track.Kind.Audio) document.body.append(hidden(track.attach()));
  });
  room.on(RoomEvent.TrackUnsubscribed, (track: RemoteTrack) => {
    if (track.kind === Track.Kind.Audio) track.detach().forEach((element) => element.remove());
  });
  room.on(RoomEvent.AudioPlaybackStatusChanged, () =>
    change((state) => ({ ...state, audioBlocked: !room.canPlaybackAudio })));
}

function hidden(element: HTMLMediaElement): HTMLMediaElement {
  element.hidden = true;
  return element;
}

function listenToGrants(room: Room, change: Change, ears: Ears): void {
  const regrant = () => {
    const own = room.localParticipant;
    const withdrawn: Source[] = [];
    for (const source of SOURCES) {
      const granted = isGranted(own, source);
      change((state) => {
        if (state.own[source].granted && !granted) withdrawn.push(source);
        return withOwn(state, source, { granted });
      });
    }
    for (const source of withdrawn) ears.withdrawn(source);
  };
  room.on(RoomEvent.ParticipantPermissionsChanged, (_before, participant) => {
    if (participant.isLocal) regrant();
  });
  room.on(RoomEvent.Connected, regrant);
  room.on(RoomEvent.Reconnected, regrant);
}

function listenToConnection(room: Room, change: Change, ears: Ears): void {
  const say = (connection: MediaState["connection"]) => change((state) => ({ ...state, connection }));
  let patience: ReturnType<typeof setTimeout> | undefined;
  const lost = () => {
    clearTimeout(patience);
    say("reconnecting");
  };
  room.on(RoomEvent.Reconnecting, lost);
  room.on(RoomEvent.SignalReconnecting, () => {
    clearTimeout(patience);
    patience = setTimeout(lost, hasTransport(room) ? REPAIR_PATIENCE_MS : 0);
  });
  room.on(RoomEvent.Disconnected, () => clearTimeout(patience));
  room.on(RoomEvent.Reconnected, () => {
    clearTimeout(patience);
    change(survey(room));
    say("live");
  });
  room.on(RoomEvent.Disconnected, ears.ended);
}

/** Packets still have a way, whatever became of the signaling. */
function hasTransport(room: Room): boolean {
  return room.engine.pcManager?.publisher.getConnectionState() === "connected";
}

function isParticipant(told: unknown): told is Participant {
  return typeof told === "object" && told !== null && "identity" in told && "trackPublications" in told;
}

export function isOn(publication: TrackPublication | undefined): boolean {
  return publication?.track !== undefined && !publication.isMuted;
}
