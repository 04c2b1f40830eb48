"""What one participant may do, as the token grants it and the room service changes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from livekit.protocol.models import ParticipantPermission, TrackSource


@dataclass(frozen=True, slots=True)
class Permission:
    """Rights of a participant. An empty `can_publish_sources` means every source."""

    can_subscribe: bool = True
    can_publish: bool = True
    can_publish_data: bool = True
    can_publish_sources: frozenset[int] = frozenset()
    can_update_metadata: bool = False
    hidden: bool = False
    recorder: bool = False
    agent: bool = False

    def may_publish(self, source: int) -> bool:
        """Whether a track of this source (a `TrackSource`) may flow."""
        return self.can_publish and (not self.can_publish_sources or source in self.can_publish_sources)

    def to_wire(self) -> ParticipantPermission:
        return ParticipantPermission(
            can_subscribe=self.can_subscribe,
            can_publish=self.can_publish,
            can_publish_data=self.can_publish_data,
            can_publish_sources=[TrackSource.Name(s) for s in sorted(self.can_publish_sources)],
            can_update_metadata=self.can_update_metadata,
            hidden=self.hidden,
            recorder=self.recorder,
            agent=self.agent,
        )

    @classmethod
    def from_wire(cls, message: ParticipantPermission) -> Permission:
        return cls(
            can_subscribe=message.can_subscribe,
            can_publish=message.can_publish,
            can_publish_data=message.can_publish_data,
            can_publish_sources=known_sources(message.can_publish_sources),
            can_update_metadata=message.can_update_metadata,
            hidden=message.hidden,
            recorder=message.recorder,
            agent=message.agent,
        )


def known_sources(numbers: Iterable[int]) -> frozenset[int]:
    """The sources this server knows; a number from a newer protocol grants nothing."""
    return frozenset(int(n) for n in numbers if n in TrackSource.values())
