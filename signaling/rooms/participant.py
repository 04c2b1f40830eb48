"""One person in a room, as the room knows them."""

from __future__ import annotations

from typing import NewType

from livekit.protocol.models import ParticipantInfo

from signaling.errors import LimitExceeded
from signaling.plane import TrackSid
from signaling.rooms.permissions import Permission
from signaling.rooms.tracks import Track

ParticipantSid = NewType("ParticipantSid", str)
Identity = NewType("Identity", str)

JOINING, JOINED, ACTIVE, DISCONNECTED = (
    ParticipantInfo.JOINING,
    ParticipantInfo.JOINED,
    ParticipantInfo.ACTIVE,
    ParticipantInfo.DISCONNECTED,
)
MAX_METADATA = 512 * 1024  # bytes; LiveKit's limits
MAX_ATTRIBUTES = 64 * 1024  # bytes, names and values together
MAX_NAME = 256  # characters


class Participant:
    """State of a person. `touch` after a change of what others see: versions must grow, and clients drop old ones."""

    def __init__(
        self, sid: ParticipantSid, identity: Identity, permission: Permission, *, name: str = "", joined_at: float = 0.0
    ) -> None:
        self.sid = sid
        self.identity = identity
        self.permission = permission
        self.name = name
        self.joined_at = joined_at
        self.kind = ParticipantInfo.STANDARD
        self.metadata = ""
        self.attributes: dict[str, str] = {}
        self.state = JOINING
        self.disconnect_reason = 0
        self.client_protocol = 0
        self.token_not_before = 0.0  # since when the token they came with counts
        self.token_lifetime = 0.0  # seconds that one is good for
        self.version = 1
        self.tracks: dict[TrackSid, Track] = {}
        self.pending: dict[TrackSid, Track] = {}
        self._info: ParticipantInfo | None = None

    def touch(self) -> None:
        self.version += 1
        self._info = None

    def track(self, sid: str) -> Track | None:
        """A published or pending track of this person."""
        return self.tracks.get(TrackSid(sid)) or self.pending.get(TrackSid(sid))

    def may_flow(self, track: Track) -> bool:
        """Whether packets of this own track may enter now: the permission at this moment, and the mute."""
        return self.permission.may_publish(track.source) and not track.muted

    def write_metadata(self, *, name: str = "", metadata: str = "", attributes: dict[str, str] | None = None) -> None:
        """Change what is not empty; an attribute set to "" is deleted. Raises LimitExceeded, nothing changed."""
        merged = {**self.attributes, **(attributes or {})}
        merged = {key: value for key, value in merged.items() if value}
        check_limits(name, metadata, merged)
        self.attributes = merged
        self.name = name or self.name
        self.metadata = metadata or self.metadata
        self.touch()

    def info(self) -> ParticipantInfo:
        """What others are told. The same message until the next `touch`; not to be changed by the caller."""
        if self._info is None:
            self._info = ParticipantInfo(
                sid=self.sid,
                identity=self.identity,
                name=self.name,
                state=self.state,
                metadata=self.metadata,
                attributes=self.attributes,
                joined_at=int(self.joined_at),
                joined_at_ms=int(self.joined_at * 1000),
                version=self.version,
                permission=self.permission.to_wire(),
                is_publisher=bool(self.tracks),
                kind=self.kind,
                tracks=[track.info for track in self.tracks.values()],
                client_protocol=self.client_protocol,
            )
            self._info.disconnect_reason = self.disconnect_reason  # type: ignore[assignment]
        return self._info


def check_limits(name: str, metadata: str, attributes: dict[str, str]) -> None:
    """Raises LimitExceeded with the field that is too long."""
    if len(name) > MAX_NAME:
        raise LimitExceeded("name is too long")
    if len(metadata.encode()) > MAX_METADATA:
        raise LimitExceeded("metadata is too long")
    if sum(len(k.encode()) + len(v.encode()) for k, v in attributes.items()) > MAX_ATTRIBUTES:
        raise LimitExceeded("attributes are too long")
