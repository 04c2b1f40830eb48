"""Groups of sockets that see the same. One socket is in exactly one audience at a time."""

from typing import Final, NewType

from roundtable.kernel.ids import ParticipantId

Audience = NewType("Audience", str)

EVERYONE: Final = Audience("everyone")
"""All who were admitted, except hosts and moderators."""

MODERATORS: Final = Audience("moderators")
"""Hosts and moderators; they see what everyone sees, and the lobby."""

_WAITING = "waiting:"


def waiting(participant: ParticipantId) -> Audience:
    """Name the audience of one person who waits in the lobby."""
    return Audience(_WAITING + participant)


def waiting_participant(audience: Audience) -> ParticipantId | None:
    """Return who waits, or None if this is no lobby audience."""
    if not audience.startswith(_WAITING):
        return None
    return ParticipantId(audience[len(_WAITING) :])
