"""What the product asks of a media server.

The name of a room is the id of its session, the identity of a person the id of the participant.
"""

from collections.abc import Mapping
from typing import Protocol

from roundtable.kernel.grants import Grant
from roundtable.kernel.ids import ParticipantId, SessionId


class MediaUnavailable(Exception):
    """The media server does not answer, or refuses us. Trying again later may help."""


class MediaPort(Protocol):
    """A media server. Each call raises MediaUnavailable when it could not be carried out."""

    async def open(self, session: SessionId, capacity: int) -> None:
        """Make the room, if it is not there."""
        ...

    async def people(self, session: SessionId) -> Mapping[ParticipantId, Grant]:
        """Return who is in the room, and what the media server lets them do. Nobody if there is no such room."""
        ...

    async def permit(self, session: SessionId, participant: ParticipantId, grant: Grant) -> None:
        """Let somebody who is in the room do this and no more, from now on. Nothing happens if they are not there."""
        ...

    async def remove(self, session: SessionId, participant: ParticipantId, not_before: int) -> None:
        """Send somebody out, and accept no token of theirs made before this moment (seconds since 1970)."""
        ...

    async def close(self, session: SessionId) -> None:
        """Send everybody out and forget the room. Nothing happens if it is not there."""
        ...

    async def sessions(self) -> frozenset[SessionId]:
        """Return the rooms there are, as far as their names are sessions of this product."""
        ...
