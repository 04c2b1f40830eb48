"""A room: the people in it and what they share. Pure state; `session/live_room.py` brings it to life."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from livekit.protocol.models import Room as RoomInfo

from signaling.errors import LimitExceeded
from signaling.plane import TrackSid
from signaling.rooms.participant import Identity, Participant, ParticipantSid
from signaling.rooms.revocations import Revocations
from signaling.rooms.subscriptions import Audience, Choices
from signaling.rooms.tracks import Track

MAX_PENDING_TRACKS = 20  # as LiveKit: tracks announced whose m-line has not come yet


@dataclass(slots=True)
class RoomOptions:
    """Seconds and counts as CreateRoom gives them; 0 participants means no bound."""

    empty_timeout: float = 300.0
    departure_timeout: float = 20.0
    max_participants: int = 0
    metadata: str = ""


class Room:
    """People by identity, tracks by sid. Everything here is an answer or a change; nobody is told from here."""

    def __init__(self, sid: str, name: str, created_at: float, options: RoomOptions) -> None:
        self.sid = sid
        self.name = name
        self.created_at = created_at
        self.options = options
        self.metadata = options.metadata
        self.people: dict[Identity, Participant] = {}
        self.tracks: dict[TrackSid, tuple[Participant, Track]] = {}
        self.audiences: dict[ParticipantSid, Audience] = {}
        self.revocations = Revocations()

    def enter(self, participant: Participant) -> None:
        """Raises LimitExceeded when the room is full. Whoever held the identity must have left before."""
        limit = self.options.max_participants
        if limit and len(self.visible()) >= limit and not participant.permission.hidden:
            raise LimitExceeded("room is full")
        self.people[participant.identity] = participant

    def leave(self, participant: Participant) -> list[Track]:
        """Returns the tracks that ended with it."""
        if self.people.get(participant.identity) is participant:
            del self.people[participant.identity]
        self.audiences.pop(participant.sid, None)
        ended = list(participant.tracks.values())
        for track in ended:
            self.unpublish(participant, track)
        participant.pending.clear()
        return ended

    def visible(self) -> list[Participant]:
        """Those whom others may know of."""
        return [p for p in self.people.values() if not p.permission.hidden]

    def announce(self, participant: Participant, track: Track) -> None:
        """Keep a track until its m-line comes. Raises LimitExceeded."""
        if len(participant.pending) >= MAX_PENDING_TRACKS:
            raise LimitExceeded("too many pending tracks")
        participant.pending[track.sid] = track

    def publish(self, participant: Participant, track: Track) -> None:
        """A pending track has its m-line now."""
        participant.pending.pop(track.sid, None)
        participant.tracks[track.sid] = track
        self.tracks[track.sid] = (participant, track)
        participant.touch()

    def unpublish(self, participant: Participant, track: Track) -> None:
        participant.pending.pop(track.sid, None)
        if participant.tracks.pop(track.sid, None) is not None:
            self.tracks.pop(track.sid, None)
            participant.touch()

    def forbidden(self, participant: Participant) -> list[Track]:
        """Tracks, published or pending, that the participant's permission no longer covers."""
        every = [*participant.tracks.values(), *participant.pending.values()]
        return [track for track in every if not participant.permission.may_publish(track.source)]

    def receives(self, subscriber: Participant, choices: Choices, track: TrackSid) -> bool:
        """Whether this person gets this track: it exists, is another's, is allowed and is wanted."""
        found = self.tracks.get(track)
        if found is None or not subscriber.permission.can_subscribe:
            return False
        owner, published = found
        if owner is subscriber or owner.permission.hidden:
            return False
        audience = self.audiences.get(owner.sid)
        return choices.wants(track) and (audience is None or audience.admits(subscriber, published))

    def receivable(self, subscriber: Participant, choices: Choices) -> Iterator[Track]:
        """All tracks this person gets, oldest first."""
        for sid, (_, track) in self.tracks.items():
            if self.receives(subscriber, choices, sid):
                yield track

    def info(self) -> RoomInfo:
        visible = self.visible()
        return RoomInfo(
            sid=self.sid,
            name=self.name,
            empty_timeout=int(self.options.empty_timeout),
            departure_timeout=int(self.options.departure_timeout),
            max_participants=self.options.max_participants,
            creation_time=int(self.created_at),
            creation_time_ms=int(self.created_at * 1000),
            metadata=self.metadata,
            num_participants=len(visible),
            num_publishers=sum(1 for p in visible if p.tracks),
        )
