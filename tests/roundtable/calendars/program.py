"""A calendar program that does with letters what RFC 5546 says, and nothing else."""

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from dateutil.rrule import rrulestr


class Program:
    """Shows what the letters so far have made of it."""

    def __init__(self) -> None:
        self._masters: dict[str, Any] = {}
        self._dates: dict[str, dict[datetime, Any]] = {}

    def take(self, content: bytes) -> None:
        """Do what a letter asks for."""
        calendar: Any = icalendar.Calendar.from_ical(content)
        for event in calendar.walk("VEVENT"):
            self._take_event(str(calendar["METHOD"]), event)

    def _take_event(self, method: str, event: Any) -> None:
        uid, single = str(event["UID"]), event.get("RECURRENCE-ID")
        known = self._masters.get(uid)
        assert known is None or int(event["SEQUENCE"]) >= int(known["SEQUENCE"]), "an old letter"
        if single is not None:
            assert known is not None, "a date of something unknown"
            self._dates[uid][_wall(single.dt)] = event if method == "REQUEST" else None
        elif method == "REQUEST":
            self._masters[uid], self._dates[uid] = event, {}
        else:
            del self._masters[uid], self._dates[uid]

    def shown(self, since: datetime) -> list[tuple[datetime, datetime, str]]:
        """What is ahead: starts, ends and titles, in order."""
        found = [one for uid, master in self._masters.items() for one in self._expanded(uid, master)]
        return sorted(one for one in found if one[1] > since)

    def _expanded(self, uid: str, master: Any) -> list[tuple[datetime, datetime, str]]:
        zone = ZoneInfo(master["DTSTART"].params["TZID"])
        begin = _wall(master["DTSTART"].dt)
        length = _moment(master["DTEND"]) - _moment(master["DTSTART"])
        walls = {begin}
        if "RRULE" in master:
            walls = set(rrulestr(_local(master["RRULE"].to_ical().decode(), zone), dtstart=begin))
        gone = {_wall(each.dt) for each in master["EXDATE"].dts} if "EXDATE" in master else set[datetime]()
        dates = self._dates[uid]
        plain = [(wall.replace(tzinfo=zone).astimezone(UTC), wall) for wall in walls - gone - set(dates)]
        shown = [(start, start + length, str(master["SUMMARY"])) for start, _ in plain]
        different = [each for each in dates.values() if each is not None]
        return [
            *shown,
            *((_moment(each["DTSTART"]), _moment(each["DTEND"]), str(each["SUMMARY"])) for each in different),
        ]


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def _moment(prop: Any) -> datetime:
    zone = prop.params.get("TZID")
    moment: datetime = prop.dt if zone is None else _wall(prop.dt).replace(tzinfo=ZoneInfo(zone))
    return moment.astimezone(UTC)


def _local(rule: str, zone: ZoneInfo) -> str:
    """Write UNTIL as the clocks of the zone show it, as dateutil wants it for a start without one."""

    def local(found: re.Match[str]) -> str:
        moment = datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return f"UNTIL={moment.astimezone(zone):%Y%m%dT%H%M%S}"

    return re.sub(r"UNTIL=(\w+)", local, rule)
