"""A room that is happening: the pure room, the sessions of those in it, and what must be told to whom.

Changes take effect at the media plane at once; what others are *told* is gathered for a moment, encoded once, and
sent to everybody, so that a hundred people who come within a second cost a hundred updates and not ten thousand.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from typing import Protocol

from livekit.protocol.models import DisconnectReason, ParticipantInfo
from livekit.protocol.models import Room as RoomInfo
from livekit.protocol.rtc import (
    LeaveRequest,
    MuteTrackRequest,
    ParticipantUpdate,
    RoomUpdate,
    TrackUnpublishedResponse,
)

from signaling.plane import MediaPlane, TrackSid
from signaling.rooms.participant import ACTIVE, DISCONNECTED, Identity, Participant, ParticipantSid
from signaling.rooms.permissions import Permission
from signaling.rooms.room import Room
from signaling.rooms.speakers import Speakers
from signaling.rooms.tracks import Track
from signaling.session.session import Session
from signaling.session.sink import frame

MAX_REMEMBERED = 200  # people who left, for clients that were away at that moment
GATHER = 0.05  # seconds for which changes are gathered before they are told


class Reporter(Protocol):
    """Takes what happens in rooms, in order (webhooks)."""

    def report(
        self, event: str, room: RoomInfo, participant: ParticipantInfo | None = None, track: Track | None = None
    ) -> None: ...


class LiveRoom:
    """All methods are synchronous: what a caller sees after one of them is in force."""

    def __init__(self, room: Room, plane: MediaPlane, reporter: Reporter, on_empty: Callable[[LiveRoom], None]) -> None:
        self.room = room
        self.plane = plane
        self.sessions: dict[ParticipantSid, Session] = {}
        self.speakers = Speakers()
        self._reporter = reporter
        self._on_empty = on_empty
        self._changed: dict[ParticipantSid, Participant] = {}
        self._changed_tracks: dict[TrackSid, None] = {}
        self._gone: list[ParticipantInfo] = []
        self._remembered: deque[ParticipantInfo] = deque(maxlen=MAX_REMEMBERED)
        self._room_changed = False
        self._flush: asyncio.TimerHandle | None = None
        self._closing: asyncio.TimerHandle | None = None
        self.closed = False

    # Who is here

    def session_of(self, identity: str) -> Session | None:
        participant = self.room.people.get(Identity(identity))
        return None if participant is None else self.sessions.get(participant.sid)

    def enter(self, session: Session) -> None:
        """Raises LimitExceeded. Somebody with the same identity is sent away first: the newer connection wins."""
        former = self.session_of(session.participant.identity)
        if former is not None:
            self.depart(former, DisconnectReason.DUPLICATE_IDENTITY)
        self.room.enter(session.participant)
        self.sessions[session.participant.sid] = session
        self.keep_open()
        self.changed(session.participant)

    def became_active(self, session: Session) -> None:
        """The transport is up for the first time."""
        session.participant.state = ACTIVE
        session.participant.touch()
        self.changed(session.participant)
        self._report("participant_joined", session.participant)

    def depart(self, session: Session, reason: DisconnectReason, *, tell: bool = True) -> None:
        """Take somebody out for good; `tell` sends them the reason. A second call does nothing."""
        participant = session.participant
        if self.sessions.pop(participant.sid, None) is None:
            return
        was_active = participant.state == ACTIVE
        tracks = self.room.leave(participant)
        for track in tracks:
            self._ended(participant, track)
        participant.state = DISCONNECTED
        participant.disconnect_reason = reason
        participant.touch()
        self._changed.pop(participant.sid, None)
        if not participant.permission.hidden:
            self._gone.append(participant.info())
            self._remembered.append(participant.info())
        session.end(LeaveRequest(reason=reason, action=LeaveRequest.DISCONNECT) if tell else None)
        if was_active:
            self._report("participant_left", participant)
        self._plan_flush()
        if not self.sessions:
            self.close_when_empty(self.room.options.departure_timeout)

    # What they publish

    def published(self, session: Session, tracks: Iterable[Track]) -> None:
        """These tracks have their m-line now."""
        for track in tracks:
            known = track.sid in self.room.tracks
            self.room.publish(session.participant, track)
            self.gate(session.participant, track)
            self._changed_tracks[track.sid] = None
            if not known:
                self._report("track_published", session.participant, track)
            self.changed(session.participant)

    def ended(self, session: Session, tracks: Iterable[Track]) -> None:
        """The owner's offer carries these tracks no more."""
        for track in tracks:
            self.room.unpublish(session.participant, track)
            self._ended(session.participant, track)

    def _ended(self, owner: Participant, track: Track) -> None:
        self.plane.admit(track.sid, False)
        self._changed_tracks[track.sid] = None
        self._report("track_unpublished", owner, track)
        self.changed(owner)

    def gate(self, owner: Participant, track: Track) -> None:
        self.plane.admit(track.sid, owner.may_flow(track))

    def set_muted(self, session: Session, track: Track, muted: bool) -> None:
        """The owner's own mute or unmute, or a moderator's mute."""
        track.info.muted = muted
        self.gate(session.participant, track)
        session.participant.touch()
        self.changed(session.participant)

    def mute_by_other(self, session: Session, track: Track) -> None:
        """Shut somebody's track and tell their client. There is no opposite: only the owner opens a microphone."""
        self.set_muted(session, track, True)
        session.send(frame(mute=MuteTrackRequest(sid=track.sid, muted=True)))

    def set_permission(self, session: Session, permission: Permission) -> None:
        """In force for packets before this returns; then everybody, the person included, is told."""
        participant = session.participant
        participant.permission = permission
        for track in self.room.forbidden(participant):
            published = track.sid in participant.tracks
            self.room.unpublish(participant, track)
            session.send(frame(track_unpublished=TrackUnpublishedResponse(track_sid=track.sid)))
            if published:
                self._ended(participant, track)
        for track in participant.tracks.values():
            self.gate(participant, track)
            self._changed_tracks[track.sid] = None
        participant.touch()
        self.changed(participant)
        session.review_all()
        session.refresh_token()

    def set_metadata(self, metadata: str) -> None:
        self.room.metadata = metadata
        self._room_changed = True
        self._plan_flush()

    # Telling

    def changed(self, participant: Participant) -> None:
        """Others will be told of this participant's new state in a moment."""
        if participant.sid in self.sessions:
            self._changed[participant.sid] = participant
        self._plan_flush()

    def audience_changed(self, owner: Participant) -> None:
        """The owner lets other people receive their tracks than before."""
        self._changed_tracks.update(dict.fromkeys(owner.tracks))
        self._plan_flush()

    def subscriptions_changed(self) -> None:
        """Somebody's wishes changed; their client is asked for an offer with the next batch."""
        self._plan_flush()

    def _plan_flush(self) -> None:
        if self._flush is None and not self.closed:
            self._flush = asyncio.get_running_loop().call_later(GATHER, self.flush)

    def flush(self) -> None:
        """Tell everything gathered. Participants before tracks, because clients look a track's owner up."""
        if self._flush is not None:
            self._flush.cancel()
            self._flush = None
        changed, self._changed = self._changed, {}
        gone, self._gone = self._gone, []
        visible = [p.info() for p in changed.values() if not p.permission.hidden]
        if visible or gone:
            self.broadcast(frame(update=ParticipantUpdate(participants=[*gone, *visible])))
        for participant in changed.values():
            session = self.sessions.get(participant.sid)
            if participant.permission.hidden and session is not None:
                session.send(frame(update=ParticipantUpdate(participants=[participant.info()])))
        if self._room_changed:
            self._room_changed = False
            self.broadcast(frame(room_update=RoomUpdate(room=self.room.info())))
        tracks, self._changed_tracks = list(self._changed_tracks), {}
        for session in list(self.sessions.values()):
            session.review(tracks)
            session.ask_for_offer()

    def broadcast(self, message: bytes) -> None:
        for session in list(self.sessions.values()):
            session.send(message)

    def others(self, session: Session) -> list[ParticipantInfo]:
        """Everybody this person may know of, except themselves."""
        return [p.info() for p in self.room.visible() if p is not session.participant]

    def recently_gone(self) -> list[ParticipantInfo]:
        """Those who left lately and are not back: a client that resumes may not have heard of it."""
        return [info for info in self._remembered if info.identity not in self.room.people]

    def _report(self, event: str, participant: Participant | None = None, track: Track | None = None) -> None:
        info = None if participant is None else participant.info()
        self._reporter.report(event, self.room.info(), info, track)

    # Beginning and end

    def started(self) -> None:
        self._report("room_started")
        self.close_when_empty(self.room.options.empty_timeout)

    def keep_open(self) -> None:
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None

    def close_when_empty(self, seconds: float) -> None:
        self.keep_open()
        if not self.closed:
            self._closing = asyncio.get_running_loop().call_later(seconds, self._on_empty, self)

    def close(self, reason: DisconnectReason, action: LeaveRequest.Action = LeaveRequest.DISCONNECT) -> None:
        """Send everybody away and end the room."""
        if self.closed:
            return
        self.closed = True
        for session in list(self.sessions.values()):
            session.send(frame(leave=LeaveRequest(reason=reason, action=action, can_reconnect=action != 0)))
            self.depart(session, reason, tell=False)
        for timer in (self._flush, self._closing):
            if timer is not None:
                timer.cancel()
        self._flush = self._closing = None
        self._report("room_finished")
