"""What a campus and a club are, as somebody writes them down."""

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from roundtable.kernel.ids import CampusId, ClubId
from roundtable.kernel.text import one_line
from roundtable.kernel.zones import LONGEST_ZONE_NAME, known_zones

NAME_LENGTH: Final = 100
LINK_LENGTH: Final = 300


@cache
def zones() -> frozenset[str]:
    """Return the names of all IANA zones that name a place (`Asia/Shanghai`), and UTC."""
    return frozenset(zone for zone in known_zones() if "/" in zone and not zone.startswith("Etc/")) | {"UTC"}


def _known(zone: str) -> str:
    if zone not in zones():
        raise ValueError("unknown_zone")
    return zone


def _filled(text: str) -> str:
    if not text:
        raise ValueError("empty")
    return text


def _web_address(link: str) -> str:
    """Take http and https only: a `javascript:` link would run in the page of whoever clicks it."""
    parts = urlsplit(link) if link.isprintable() and " " not in link else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("no_web_address")
    return link


Text = Annotated[str, StringConstraints(max_length=NAME_LENGTH), AfterValidator(one_line), AfterValidator(_filled)]
Zone = Annotated[str, StringConstraints(max_length=LONGEST_ZONE_NAME), AfterValidator(_known)]
Link = Annotated[str, StringConstraints(max_length=LINK_LENGTH, strip_whitespace=True), AfterValidator(_web_address)]


class CampusFields(BaseModel):
    """A university in a city."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    name_zh: Text
    name_en: Text
    city_zh: Text
    city_en: Text
    zone: Zone


class ClubFields(BaseModel):
    """A club on a campus."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    name_zh: Text
    name_en: Text
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Campus:
    """A university in a city, with the zone of its clocks."""

    id: CampusId
    name_zh: str
    name_en: str
    city_zh: str
    city_en: str
    zone: str


@dataclass(frozen=True, slots=True)
class Club:
    """A club on a campus."""

    id: ClubId
    campus_id: CampusId
    name_zh: str
    name_en: str
    link: str | None
