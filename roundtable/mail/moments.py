"""Moments as people read them in letters."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

_DAYS_ZH: Final = "一二三四五六日"
_DAYS_EN: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
                     "October", "November", "December")  # fmt: skip


def local_moment(moment: datetime, zone: str, language: str) -> str:
    """Write a moment as the wall clocks of a zone show it."""
    there = moment.astimezone(ZoneInfo(zone))
    if language == "en":
        return f"{_DAYS_EN[there.weekday()]}, {there.day} {_MONTHS_EN[there.month - 1]}, {there:%H:%M}"
    return f"{there.month}月{there.day}日（周{_DAYS_ZH[there.weekday()]}）{there:%H:%M}"
