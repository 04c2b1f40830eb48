"""Wall clocks and moments. What people agree on is an hour on the wall of a place; what happens is a moment in UTC.

An hour that does not exist (clocks go forward) is read with the offset from before the gap, as RFC 5545 says, so
02:30 becomes 03:30. Of a doubled hour the first is meant.
"""

from datetime import UTC, datetime, time
from functools import lru_cache
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, WithJsonSchema

DATE_AND_HOUR: Final = WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$"})
HOUR: Final = WithJsonSchema({"type": "string", "pattern": r"^\d{2}:\d{2}(:\d{2})?$"})
"""The formats `date-time` and `time` of JSON Schema want an offset, and a wall clock has none."""

DateOnTheWall = Annotated[datetime, DATE_AND_HOUR]
HourOnTheWall = Annotated[time, HOUR]
"""What a wall clock shows, in answers."""


def _naive_minutes(value: datetime) -> datetime:
    if value.tzinfo is not None:
        raise ValueError("a wall clock has no offset")
    return value.replace(second=0, microsecond=0, fold=0)


WallTime = Annotated[datetime, AfterValidator(_naive_minutes), DATE_AND_HOUR]
"""Date and hour as people read them, to the minute."""


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    """Return a zone, kept: Python itself keeps eight, and reads the file of a ninth again at every look."""
    return ZoneInfo(name)


def moment_of(wall: datetime, zone: str) -> datetime:
    """Return when a clock on a wall in `zone` shows `wall`, in UTC."""
    return wall.replace(tzinfo=_zone(zone), fold=0).astimezone(UTC)


def wall_at(moment: datetime, zone: str) -> datetime:
    """Return what a clock on a wall in `zone` shows at a moment."""
    return moment.astimezone(_zone(zone)).replace(tzinfo=None, fold=0)


def is_skipped(wall: datetime, zone: str) -> bool:
    """Say whether no clock in `zone` ever shows `wall`, because clocks go forward over it."""
    return wall_at(moment_of(wall, zone), zone) != wall
