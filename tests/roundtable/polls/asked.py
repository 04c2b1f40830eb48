"""Polls that tests ask."""

from typing import Any

from tests.roundtable.house import Browser
from tests.roundtable.series.federation import Federation

EVENING, MORNING, NOON = "20261125T2000", "20261126T1000", "20261127T1200"
OPTIONS = ["2026-11-25T20:00", "2026-11-26T10:00", "2026-11-27T12:00"]


def form(federation: Federation, **changes: Any) -> dict[str, Any]:
    """A question to all three clubs: which of three hours in Shanghai?"""
    clubs = [federation.shenzhen, federation.angeles, federation.berlin]
    asked = {"title": "When do we meet?", "zone": "Asia/Shanghai", "minutes": 90, "options": OPTIONS, "club_ids": clubs}
    return {**asked, **changes}


async def ask(federation: Federation, browser: Browser | None = None, **changes: Any) -> dict[str, Any]:
    """Make a poll; Olga does unless somebody else is named."""
    made = await (browser or federation.olga).post("/api/polls", **form(federation, **changes))
    assert made.status == 201, made
    poll: dict[str, Any] = made.body
    return poll


async def with_seats(federation: Federation) -> dict[str, Any]:
    """Rui and Lee hold seats for their clubs in a series; for Berlin nobody does."""
    series = await federation.plan()
    await federation.seat(series["id"], federation.shenzhen, "rui")
    await federation.seat(series["id"], federation.angeles, "lee")
    return series


def option(poll: dict[str, Any], key: str) -> dict[str, Any]:
    """One option of a poll."""
    found: dict[str, Any] = next(one for one in poll["options"] if one["key"] == key)
    return found
