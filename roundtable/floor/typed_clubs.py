"""The club somebody speaks for, as it was asked for: one of this session, or a typed name that nobody here bears."""

import base64
import hashlib
from typing import Final

from roundtable.floor.state import FloorState
from roundtable.kernel.errors import NotFound, Refusal
from roundtable.kernel.ids import ClubId
from roundtable.kernel.messages import ClubFacts

_DIGEST_BYTES: Final = 10
"""80 bits: no two names of a session meet by chance. The id is shown with each entry, so it is short."""


def club_of(state: FloorState, club: ClubId | None, typed: str | None) -> ClubFacts | Refusal | None:
    """Return the club; None if none was named. A typed name that a known club has means that club."""
    if club is not None:
        return state.clubs.get(club) or NotFound("no_such_club")
    return None if typed is None else _typed(state, typed)


def _typed(state: FloorState, name: str) -> ClubFacts:
    wanted = name.casefold()
    for known in state.clubs.values():
        if wanted in (known.name_zh.casefold(), known.name_en.casefold()):
            return known
    return ClubFacts(id=_id_of(wanted), name_zh=name, name_en=name)


def _id_of(name: str) -> ClubId:
    """Name a typed club: always the same for the same name, so that its seconds are counted together."""
    digest = hashlib.sha256(name.encode()).digest()[:_DIGEST_BYTES]
    return ClubId("typ_" + base64.b32encode(digest).decode("ascii").lower())
