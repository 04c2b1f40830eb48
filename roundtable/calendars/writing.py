"""Writes meetings as iCalendar (RFC 5545, RFC 7986). Pure; see the README for what real programs made us choose.

Each meeting is an event of its own with a UID of its own. The same meetings give the same bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from roundtable.calendars.content import line, text, uri
from roundtable.calendars.model import Language, Meeting
from roundtable.calendars.words import WORDS, Words
from roundtable.calendars.zones import described

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]

REFRESH: Final = "PT1H"
"""How often programs may ask for a feed again; most ask less often."""

_MOMENT: Final = "%Y%m%dT%H%M%SZ"
_WALL: Final = "%Y%m%dT%H%M%S"
_PRODUCT: Final = "-//roundtable//roundtable//EN"

Zones = Mapping[str, bytes | None]
"""How each zone is described; None for one that is not, whose meetings are written in UTC."""


@dataclass(frozen=True, slots=True)
class Extras:
    """What an invitation says of a meeting besides what the meeting is."""

    lines: Sequence[bytes] = ()
    stamped: datetime | None = None
    """When the invitation was written."""
    uid: str | None = None
    """Of the course that the meeting is a part of, if the invitation is to that."""


@dataclass(frozen=True, slots=True)
class Published:
    """A calendar for everybody who may read it: a feed or a file."""

    meetings: Sequence[Meeting]
    language: Language
    name: str | None = None
    """Of a feed; a file has none, or some programs would make a new calendar for it."""


def published(calendar: Published) -> bytes:
    """Write a feed or a file."""
    header: list[bytes] = []
    if calendar.name is not None:
        name = text(calendar.name)
        header = [
            line("NAME", name),
            line("X-WR-CALNAME", name),
            line("REFRESH-INTERVAL;VALUE=DURATION", REFRESH),
            line("X-PUBLISHED-TTL", REFRESH),
        ]
    return written("PUBLISH", calendar.meetings, calendar.language, header=header)


def written(
    method: Method,
    meetings: Sequence[Meeting],
    language: Language,
    *,
    header: Sequence[bytes] = (),
    extras: Extras = Extras(),
) -> bytes:
    """Write an iCalendar object."""
    zones = _zones_of(meetings)
    described_zones = [zone for zone in zones.values() if zone is not None]
    events = [b"".join(event(meeting, language, zones, extras)) for meeting in meetings]
    return enclosed(method, [*header, *described_zones, *events])


def enclosed(method: Method, parts: Sequence[bytes]) -> bytes:
    """Put an iCalendar object round its parts."""
    header = [
        line("BEGIN", "VCALENDAR"),
        line("VERSION", "2.0"),
        line("PRODID", _PRODUCT),
        line("CALSCALE", "GREGORIAN"),
        line("METHOD", method),
    ]
    return b"".join([*header, *parts, line("END", "VCALENDAR")])


def moment_line(name: str, moment: datetime, zone: str | None) -> bytes:
    """Write a moment as what clocks in a zone show, or in UTC."""
    if zone is None:
        return line(name, moment.astimezone(UTC).strftime(_MOMENT))
    return line(f"{name};TZID={zone}", moment.astimezone(ZoneInfo(zone)).strftime(_WALL))


def event(meeting: Meeting, language: Language, zones: Zones, extras: Extras) -> Iterator[bytes]:
    """Write one meeting."""
    words, zone = WORDS[language], meeting.zone if zones.get(meeting.zone) else None
    if not all(_is_plain(moment, meeting.zone) for moment in (meeting.start, meeting.end)):
        zone = None
    title = f"{words.cancelled}{meeting.title}" if meeting.cancelled else meeting.title
    yield line("BEGIN", "VEVENT")
    yield line("UID", text(extras.uid or meeting.uid))
    yield moment_line("DTSTAMP", extras.stamped or meeting.created, None)
    yield moment_line("CREATED", meeting.created, None)
    yield line("SEQUENCE", str(meeting.sequence))
    yield moment_line("DTSTART", meeting.start, zone)
    yield moment_line("DTEND", meeting.end, zone)
    yield from subject(title, meeting.about, meeting.url, words)
    yield line("STATUS", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    yield line("TRANSP", "TRANSPARENT" if meeting.cancelled else "OPAQUE")
    yield from extras.lines
    yield line("END", "VEVENT")


def subject(title: str, about: str, url: str, words: Words) -> Iterator[bytes]:
    """Write what a meeting is about and how it is entered; see the README why the link stands three times."""
    yield line("SUMMARY", text(title))
    yield _entrance(about, uri(url), words.join)


@lru_cache(maxsize=64)
def _entrance(about: str, link: str, join: str) -> bytes:
    """Write what all meetings of a series have in common, once for all of them: an organizer may write much."""
    about_line = line("DESCRIPTION", text(f"{about}\n\n{join}{link}".strip()))
    return b"".join((about_line, line("LOCATION", text(link)), line("URL", link)))


def _zones_of(meetings: Sequence[Meeting]) -> Zones:
    """Describe every zone over the years of its meetings, and one more on both sides."""
    years: dict[str, list[int]] = {}
    for meeting in meetings:
        years.setdefault(meeting.zone, []).extend((meeting.start.year, meeting.end.year))
    return {zone: described(zone, min(some) - 1, max(some) + 1) for zone, some in sorted(years.items())}


def _is_plain(moment: datetime, zone: str) -> bool:
    """Say whether clocks in the zone show this moment's hour once: a doubled hour can be read in two ways."""
    wall = moment.astimezone(ZoneInfo(zone)).replace(fold=0)
    return wall.utcoffset() == wall.replace(fold=1).utcoffset()
