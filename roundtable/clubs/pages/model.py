"""What a club shows of itself beyond its name, and who keeps it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints

from roundtable.kernel.ids import ClubId, PersonId
from roundtable.kernel.text import one_line, paragraphs

ABOUT_LENGTH: Final = 2000
CONTACT_LENGTH: Final = 200
LOGO_ADDRESS: Final = "/logos/{club}/{digest}"

About = Annotated[str, StringConstraints(max_length=ABOUT_LENGTH), AfterValidator(paragraphs)]
Contact = Annotated[str, StringConstraints(max_length=CONTACT_LENGTH), AfterValidator(one_line)]
"""An address, a group number: one line, as the club writes it."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a club writes about itself."""

    about: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Logo:
    """A club's picture, checked."""

    media_type: str
    content: bytes
    digest: str
    """Part of its address, so that a new picture has a new one."""


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who keeps a club's page and its calendars.

    Made by administrators and by other officers, never by a seat: anybody may plan a series and give seats in it.
    """

    club_id: ClubId
    person_id: PersonId
    since: datetime
    by: PersonId


def logo_path(club: ClubId, digest: str | None) -> str | None:
    """Return the path of a club's picture; a new picture has a new path."""
    return LOGO_ADDRESS.format(club=club, digest=digest) if digest else None
