"""Names of things. Each kind of id is a type of its own, so that mypy refuses a mix-up."""

import base64
import hashlib
import secrets
from typing import NewType

PersonId = NewType("PersonId", str)
GuestId = NewType("GuestId", str)
CampusId = NewType("CampusId", str)
ClubId = NewType("ClubId", str)
RoomId = NewType("RoomId", str)
SeriesId = NewType("SeriesId", str)
SeatId = NewType("SeatId", str)
SessionId = NewType("SessionId", str)
FeedId = NewType("FeedId", str)
PollId = NewType("PollId", str)
IdentityId = NewType("IdentityId", str)
ParticipantId = NewType("ParticipantId", str)
MessageId = NewType("MessageId", str)
BanId = NewType("BanId", str)
ConnectionId = NewType("ConnectionId", str)
CommandId = NewType("CommandId", str)

ID_BYTES = 16
"""128 random bits: knowing one id helps nobody to find another."""

SLUG_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Thirty-two letters without the look-alikes l, o, 0 and 1: five bits each."""

SLUG_LENGTH = 26
"""26 letters of five bits: 130 random bits, so a room's link cannot be guessed."""


def new_id(prefix: str) -> str:
    """Make a fresh id: `per_` + 26 lower-case base32 characters. Wrap it in the type it names."""
    return f"{prefix}_{_base32(secrets.token_bytes(ID_BYTES))}"


def new_slug() -> str:
    """Make the unguessable last part of a room's link."""
    return "".join(secrets.choice(SLUG_LETTERS) for _ in range(SLUG_LENGTH))


def participant_of(session: SessionId, identity: PersonId | GuestId) -> ParticipantId:
    """Name one person in one session: always the same there, not to be linked with other sessions.

    A digest over two random ids: nobody who sees it learns the person's or the guest's id.
    """
    digest = hashlib.sha256(f"{session}/{identity}".encode()).digest()
    return ParticipantId(f"prt_{_base32(digest[:ID_BYTES])}")


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=").lower()
