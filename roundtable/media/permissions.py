"""Grants in LiveKit's words, and back."""

from collections.abc import Iterable
from typing import Final

from livekit.api import VideoGrants
from livekit.protocol.models import ParticipantPermission, TrackSource

from roundtable.kernel.grants import ALL_SOURCES, Grant, Source
from roundtable.kernel.ids import SessionId

# The sound of a shared screen belongs to the screen.
_WIRE: Final[dict[Source, tuple[TrackSource, ...]]] = {
    "microphone": (TrackSource.MICROPHONE,),
    "camera": (TrackSource.CAMERA,),
    "screen": (TrackSource.SCREEN_SHARE, TrackSource.SCREEN_SHARE_AUDIO),
}
_NAMES: Final[dict[Source, tuple[str, ...]]] = {
    "microphone": ("microphone",),
    "camera": ("camera",),
    "screen": ("screen_share", "screen_share_audio"),
}


def permission(grant: Grant) -> ParticipantPermission:
    """Return what `UpdateParticipant` takes. An empty list of sources would mean "all", hence `can_publish`."""
    return ParticipantPermission(
        can_subscribe=grant.subscribe,
        can_publish=bool(grant.publish),
        can_publish_data=grant.publish_data,
        can_publish_sources=[source for name in sorted(grant.publish) for source in _WIRE[name]],
    )


def grant_of(granted: ParticipantPermission) -> Grant:
    """Return what a media server lets somebody do who is in."""
    return Grant(
        may_enter=True,
        publish=_sources(granted.can_publish_sources) if granted.can_publish else frozenset(),
        subscribe=granted.can_subscribe,
        publish_data=granted.can_publish_data,
    )


def video_grants(session: SessionId, grant: Grant) -> VideoGrants:
    """Return the claims of a token that lets somebody into one room, and nothing else."""
    names = [name for source in sorted(grant.publish) for name in _NAMES[source]]
    return VideoGrants(
        room_join=True,
        room=session,
        can_publish=bool(names),
        can_subscribe=grant.subscribe,
        can_publish_data=grant.publish_data,
        can_publish_sources=names or None,
        can_update_own_metadata=False,
    )


def _sources(granted: Iterable[TrackSource]) -> frozenset[Source]:
    known = set(granted)
    if not known:
        return ALL_SOURCES
    return frozenset(source for source, wire in _WIRE.items() if wire[0] in known)
