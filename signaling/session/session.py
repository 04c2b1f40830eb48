"""One participant's conversation with the server: their signal connection, their media connection, their wishes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from livekit.protocol.models import DisconnectReason
from livekit.protocol.rtc import (
    ICEServer,
    LeaveRequest,
    MediaSectionsRequirement,
    SessionDescription,
    StreamState,
    StreamStateInfo,
    StreamStateUpdate,
    TrackSubscribed,
)

from signaling.plane import MediaPlane, Peer, TrackSid
from signaling.rooms.participant import ACTIVE, Participant
from signaling.rooms.quality import LinkQuality
from signaling.rooms.subscriptions import Choices
from signaling.rooms.tracks import Track
from signaling.session.data import relay
from signaling.session.greeting import welcome, welcome_back
from signaling.session.negotiation import Negotiation
from signaling.session.sink import NoSink, Sink, frame

if TYPE_CHECKING:
    from signaling.session.live_room import LiveRoom

log = logging.getLogger(__name__)

CONNECT_TIME = 60.0  # seconds in which a newcomer's media must connect
RESUME_TIME = 12.0  # seconds a client without a signal connection may take to come back
MEDIA_RESUME_TIME = 15.0  # the same for a client whose media went silent
GONE_TIME = 5.0  # the same for a client of whom both are gone
TOKEN_INTERVAL = 300.0  # seconds between refreshed tokens


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every session of this server shares."""

    plane: MediaPlane
    token_for: Callable[[Participant, str], str]  # (participant, room name) -> a fresh access token
    ice_servers: tuple[ICEServer, ...] = ()


class Session:
    """Lives from join to leave; a resumed client finds it again. Also listens to its media connection."""

    def __init__(self, live: LiveRoom, participant: Participant, choices: Choices, surroundings: Surroundings) -> None:
        self.live = live
        self.participant = participant
        self.choices = choices
        self.sink: Sink = NoSink()
        self.ended = False
        self.last_sequence = 0
        self.link: LinkQuality | None = None
        self._around = surroundings
        self.peer: Peer = surroundings.plane.open_peer(self)
        self.negotiation = Negotiation(self.peer)
        self._media_lost = False
        self._offered = False
        self._asked = False
        self._close: asyncio.Task[None] | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._next_token: asyncio.TimerHandle | None = None

    # Coming and going

    def begin(self, sink: Sink) -> None:
        """Say welcome: the first message on a new connection."""
        self.sink = sink
        for message in welcome(self, self._around.ice_servers):
            self.send(message)
        self.refresh_token()
        self.expect(CONNECT_TIME, DisconnectReason.JOIN_FAILURE)
        self.review_all()

    def resume(self, sink: Sink) -> None:
        """The same client on a new connection."""
        self.sink.end()
        self.live.flush()
        self.sink = sink
        self._asked = False
        self._watch()
        for message in welcome_back(self, self._around.ice_servers):
            self.send(message)
        self.refresh_token()

    def detach(self, sink: Sink) -> None:
        """This connection is gone. If it is still the client's, the client has a while to come back."""
        if self.sink is sink and not self.ended:
            self.sink = NoSink()
            self._watch()

    def end(self, farewell: LeaveRequest | None) -> None:
        """Called by the room when the participant has left it."""
        self.ended = True
        if farewell is not None:
            self.send(frame(leave=farewell))
        self.sink.end()
        self.sink = NoSink()
        self.expect_nothing()
        self.negotiation.close()
        if self._next_token is not None:
            self._next_token.cancel()
        self._close = asyncio.get_running_loop().create_task(self.peer.close())

    async def closed(self) -> None:
        """Wait until the media connection of an ended session is down."""
        if self._close is not None:
            await self._close

    def _watch(self) -> None:
        """Both connections are needed; whoever lacks one has a while to mend it."""
        signal_lost = isinstance(self.sink, NoSink)
        if signal_lost and self._media_lost:
            self.expect(GONE_TIME, DisconnectReason.CONNECTION_TIMEOUT)
        elif signal_lost:
            self.expect(RESUME_TIME, DisconnectReason.SIGNAL_CLOSE)
        elif self._media_lost:
            self.expect(MEDIA_RESUME_TIME, DisconnectReason.CONNECTION_TIMEOUT)
        elif self.participant.state == ACTIVE:
            self.expect_nothing()

    def expect(self, seconds: float, reason: DisconnectReason) -> None:
        """Unless something better happens within this time, the participant leaves."""
        self.expect_nothing()
        self._deadline = asyncio.get_running_loop().call_later(seconds, self.live.depart, self, reason)

    def expect_nothing(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def send(self, message: bytes) -> None:
        self.sink.send(message)

    def refresh_token(self) -> None:
        """A token with the permissions of this moment, so that a resume works after the first one has run out."""
        if self._next_token is not None:
            self._next_token.cancel()
        self.send(frame(refresh_token=self._around.token_for(self.participant, self.live.room.name)))
        self._next_token = asyncio.get_running_loop().call_later(TOKEN_INTERVAL, self.refresh_token)

    # Negotiation

    def take_offer(self, description: SessionDescription) -> None:
        """Answer, then tell what the offer published or ended. Raises MalformedOffer."""
        owners = self.live.room.tracks
        self.review([sid for sid in self.negotiation.slots.wanted if sid not in owners])
        stream_of = {sid: owners[sid][0].sid for sid in self.negotiation.slots.wanted}
        before = self.negotiation.slots.carried().keys()
        result = self.negotiation.answer(description, self.participant, stream_of)
        self._offered, self._asked = True, False
        self.send(frame(answer=result.answer))
        self.live.ended(self, result.ended)
        self.live.published(self, result.published)
        self._receives(self.negotiation.slots.carried().keys() - before)
        self.ask_for_offer()

    def _receives(self, tracks: Iterable[TrackSid]) -> None:
        """Tracks that just got a slot: say at what size they are wanted, and tell their owner of the first listener."""
        for sid in tracks:
            found = self.live.room.tracks.get(sid)
            if found is None:
                continue
            owner, track = found
            self.peer.want(sid, self.choices.wanted(track))
            if not track.subscribers_told and owner.sid in self.live.sessions:
                track.subscribers_told = True
                self.live.sessions[owner.sid].send(frame(track_subscribed=TrackSubscribed(track_sid=sid)))

    def ask_for_offer(self) -> None:
        """Ask once for a new offer if tracks wait for an m-line or m-lines carry tracks no longer received."""
        if not self._offered or self._asked:
            return
        requirement = self.negotiation.slots.requirement()
        if requirement is not None:
            self._asked = True
            needed = MediaSectionsRequirement(num_audios=requirement.audios, num_videos=requirement.videos)
            self.send(frame(media_sections_requirement=needed))

    # Subscriptions

    def review(self, tracks: Iterable[TrackSid]) -> None:
        """Decide again, for these tracks, whether this person receives them."""
        for sid in tracks:
            found = self.live.room.tracks.get(sid)
            if found is not None and self.live.room.receives(self.participant, self.choices, sid):
                self.negotiation.slots.want(sid, found[1].kind)
            else:
                self.negotiation.slots.release(sid)
                if found is None:
                    self.choices.forget(sid)
        self.negotiation.enforce()

    def review_all(self) -> None:
        """The same for every track of the room."""
        self.review([*self.live.room.tracks, *self.negotiation.slots.wanted])
        self.live.subscriptions_changed()

    def prefer(self, track: TrackSid) -> None:
        """Somebody speaks, or is looked at: their track comes before others where m-lines are short."""
        if self.negotiation.slots.prefer(track):
            self.live.subscriptions_changed()

    def want(self, track: Track) -> None:
        """Tell the media side the size at which this person shows a track."""
        if track.sid in self.negotiation.slots.carried():
            self.peer.want(track.sid, self.choices.wanted(track))

    # What the media connection tells (PeerListener)

    def on_connected(self) -> None:
        if self.ended:
            return
        self._media_lost = False
        if self.participant.state != ACTIVE:
            self.live.became_active(self)
        self._watch()

    def on_disconnected(self, reason: str) -> None:
        log.info("media of %s went silent: %s", self.participant.sid, reason)
        if not self.ended:
            self.send(frame(leave=LeaveRequest(action=LeaveRequest.RESUME)))
            self._media_lost = True
            self._watch()

    def on_closed(self) -> None:
        if not self.ended:
            self.send(frame(leave=LeaveRequest(reason=DisconnectReason.MEDIA_FAILURE, action=LeaveRequest.RECONNECT)))
            self._media_lost = True
            self._watch()

    def on_data(self, label: str, payload: bytes) -> None:
        if not self.ended:
            relay(self, label, payload)

    def on_track_started(self, track: TrackSid, mime: str) -> None:
        log.debug("first packet of %s, %s", track, mime)

    def on_paused(self, track: TrackSid, paused: bool) -> None:
        found = self.live.room.tracks.get(track)
        if found is not None and not self.ended:
            state = StreamState.PAUSED if paused else StreamState.ACTIVE
            info = StreamStateInfo(participant_sid=found[0].sid, track_sid=track, state=state)
            self.send(frame(stream_state_update=StreamStateUpdate(stream_states=[info])))
