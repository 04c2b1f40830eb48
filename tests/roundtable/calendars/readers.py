"""Two programs that read calendars and know nothing of ours, nor of each other."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

import icalendar

ROOT = Path(__file__).parents[3]
NODE = ROOT / ".venv/bin/node"
SCRIPT = ROOT / "tests/e2e/calendar_reader.mjs"


@dataclass(frozen=True, order=True)
class Entry:
    """What a calendar program shows."""

    start: datetime
    end: datetime
    uid: str
    title: str
    about: str
    location: str
    url: str
    status: str
    sequence: int
    people: tuple[tuple[str, str, str | None], ...]
    """Name, address, and whether a reply is wanted."""
    properties: tuple[str, ...]


class IcalJs:
    """The reader in Thunderbird and Nextcloud: ical.js, which knows zones only by their VTIMEZONE."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def answer(self, content: bytes) -> Any:
        """Return all that it says of an iCalendar object."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(content.decode()) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def read(self, content: bytes) -> list[Entry]:
        """Return what it shows, in order."""
        return sorted(_entry(one) for one in self.answer(content)["found"])


@contextmanager
def ical_js() -> Iterator[IcalJs]:
    """Keep a reader running."""
    with subprocess.Popen(
        [str(NODE), str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield IcalJs(process)
        assert process.stdin is not None
        process.stdin.close()


def _entry(one: dict[str, Any]) -> Entry:
    moments = {name: datetime.fromtimestamp(one[name], UTC) for name in ("start", "end")}
    return Entry(
        **{
            **one,
            **moments,
            "people": tuple((each["name"], each["address"], each["rsvp"]) for each in one["people"]),
            "properties": tuple(one["properties"]),
        }
    )


def python_reader(content: bytes) -> list[Entry]:
    """Read as the Python package icalendar does, but take zones from the VTIMEZONE, not from the system."""
    calendar: Any = icalendar.Calendar.from_ical(content)
    zones = {str(zone["TZID"]): zone.to_tz() for zone in calendar.walk("VTIMEZONE")}
    return sorted(_python_entry(event, zones) for event in calendar.walk("VEVENT"))


def _python_entry(event: Any, zones: dict[str, tzinfo]) -> Entry:
    return Entry(
        start=_moment(event["DTSTART"], zones),
        end=_moment(event["DTEND"], zones),
        uid=str(event["UID"]),
        title=str(event["SUMMARY"]),
        about=str(event["DESCRIPTION"]),
        location=str(event["LOCATION"]),
        url=str(event["URL"]),
        status=str(event["STATUS"]),
        sequence=int(event["SEQUENCE"]),
        people=tuple(_person(event[role]) for role in ("ORGANIZER", "ATTENDEE") if role in event),
        properties=tuple(sorted(name.lower() for name in event)),
    )


def _person(address: Any) -> tuple[str, str, str | None]:
    return address.params["CN"], str(address), address.params.get("RSVP")


def _moment(prop: Any, zones: dict[str, tzinfo]) -> datetime:
    value: datetime = prop.dt
    zone = prop.params.get("TZID")
    if zone is not None:
        value = value.replace(tzinfo=zones[zone])
    assert value.tzinfo is not None
    return value.astimezone(UTC)
