"""What somebody is told on arrival, and in the same words later when it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from livekit.protocol.models import ConnectionQuality, ServerInfo, SpeakerInfo
from livekit.protocol.rtc import (
    ConnectionQualityInfo,
    ConnectionQualityUpdate,
    ICEServer,
    JoinResponse,
    ParticipantUpdate,
    ReconnectResponse,
    RoomUpdate,
    SpeakersChanged,
)

from signaling.rooms.speakers import SpeakerChange
from signaling.session.sink import frame

if TYPE_CHECKING:
    from signaling.session.session import Session

PROTOCOL = 17  # the LiveKit protocol version whose features are kept
VERSION = "1.13.0"  # of the LiveKit server whose behaviour is kept; clients compare it
PING_INTERVAL, PING_TIMEOUT = 5, 15  # seconds, for clients

IceServers = tuple[ICEServer, ...]


def welcome(session: Session, ice_servers: IceServers) -> Iterator[bytes]:
    """For a newcomer: the join response first, then what it has no field for."""
    yield frame(
        join=JoinResponse(
            room=session.live.room.info(),
            participant=session.participant.info(),
            other_participants=session.live.others(session),
            server_version=VERSION,
            server_info=server_info(),
            ice_servers=ice_servers,
            subscriber_primary=False,
            ping_interval=PING_INTERVAL,
            ping_timeout=PING_TIMEOUT,
        )
    )
    yield from state_of_the_moment(session)


def welcome_back(session: Session, ice_servers: IceServers) -> Iterator[bytes]:
    """For a client that resumes: whatever it may have missed is told again, as a whole."""
    yield frame(reconnect=ReconnectResponse(ice_servers=ice_servers, server_info=server_info()))
    live = session.live
    everyone = [*live.recently_gone(), session.participant.info(), *live.others(session)]
    yield frame(update=ParticipantUpdate(participants=everyone))
    yield frame(room_update=RoomUpdate(room=live.room.info()))
    yield from state_of_the_moment(session)


def state_of_the_moment(session: Session) -> Iterator[bytes]:
    """Who speaks and whose link is how good: later messages tell changes only."""
    speaking = session.live.speakers.now()
    if speaking and session.participant.permission.can_subscribe:
        yield speakers_changed(speaking)
    yield from link_qualities(session.live.sessions.values())


def speakers_changed(changes: Iterable[SpeakerChange]) -> bytes:
    speakers = [SpeakerInfo(sid=one.sid, level=one.level, active=one.active) for one in changes]
    return frame(speakers_changed=SpeakersChanged(speakers=speakers))


def link_qualities(sessions: Iterable[Session]) -> Iterator[bytes]:
    """One message with the last judgements of these people's links, if there is any."""
    updates = [
        ConnectionQualityInfo(
            participant_sid=one.participant.sid,
            quality=ConnectionQuality.Name(one.link.quality),
            score=one.link.score,
        )
        for one in sessions
        if one.link is not None and not one.participant.permission.hidden
    ]
    if updates:
        yield frame(connection_quality=ConnectionQualityUpdate(updates=updates))


def server_info() -> ServerInfo:
    return ServerInfo(edition=ServerInfo.Standard, version=VERSION, protocol=PROTOCOL, node_id="embedded")
