"""What the demo's server holds when people come: a federation with a past, and a session that is live now."""

import json
import secrets
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol

from roundtable.demo.cast import ROOM_TITLE
from roundtable.demo.members import EVERYBODY, HOST
from roundtable.demo.past import Past, live_through, room_of
from roundtable.demo.term import EXTRA_MINUTES, FRESH, extra_start, term_around
from roundtable.demo.visitor import Visitor

EXTRA_TITLE: Final = "加场：寒假联合黑客松 · Extra: winter hackathon"
FLOOR: Final = {
    "mode": "moderated",
    "limits": {"topic": 25, "reply": 15, "clarifying_question": 12, "point_of_order": 12},
    "warning": 6,
}
"""Short turns: somebody who looks for five minutes sees many."""

_BEGAN: Final = "began.json"
_PASSWORDS: Final = "passwords.json"

ServingEarlier = Callable[[Path, datetime], AbstractAsyncContextManager[Past]]
"""Serves a data directory as if it were a moment."""


class Reachable(Protocol):
    """A running server."""

    url: str


@dataclass(frozen=True)
class House:
    """What is there when the people come."""

    slug: str
    clubs: dict[str, str]
    """Ids of clubs by their name in Chinese."""
    host: Visitor
    """The account of the newcomer who looks at the demo."""
    passwords: dict[str, str]
    """By e-mail address."""


async def prepared(data: Path, serving_earlier: ServingEarlier) -> dict[str, str]:
    """See to it that a data directory is in the middle of a term; returns the accounts' passwords.

    One whose term is over, or whose past was never finished, is put aside, not deleted.
    """
    now = datetime.now(UTC)
    if is_fresh(data, now):
        return _read(data / _PASSWORDS)
    passwords = _begun_anew(data, now)
    async with serving_earlier(data, term_around(now).began) as past:
        await live_through(past, passwords, now)
    (data / _BEGAN).write_text(json.dumps({"began": now.isoformat()}), encoding="utf-8")
    return passwords


def _begun_anew(data: Path, now: datetime) -> dict[str, str]:
    """Return the passwords of an empty directory, made up and readable by this user only."""
    if data.exists() and any(data.iterdir()):
        data.rename(data.with_name(f"{data.name}-until-{now:%Y%m%dT%H%M%S}"))
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    passwords = {one.email: secrets.token_urlsafe(18) for one in EVERYBODY}
    (data / _PASSWORDS).touch(mode=0o600)
    (data / _PASSWORDS).write_text(json.dumps(passwords), encoding="utf-8")
    return passwords


def is_fresh(data: Path, now: datetime) -> bool:
    """Say whether a data directory is in the middle of its term."""
    file = data / _BEGAN
    return file.exists() and abs(now - datetime.fromisoformat(_read(file)["began"])) < FRESH


def _read(file: Path) -> dict[str, str]:
    read: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return read


async def furnish(server: Reachable, passwords: dict[str, str]) -> House:
    """Let a session of the fortnightly series be on now, and short turns be the rule in its room."""
    host = Visitor(server.url)
    await host.sign_in(HOST.email, passwords[HOST.email])
    series = next(one for one in (await host.get("/api/series"))["items"] if one["title"] == ROOM_TITLE)
    await _is_on_now(host, await host.get(f"/api/series/{series['id']}"))
    settings: dict[str, object] = {"screen_share": "everyone", "capacity": 40, "floor": FLOOR}
    await host.send("PATCH", f"/api/rooms/{await room_of(host, series['slug'])}", {"settings": settings})
    clubs = {club["name_zh"]: club["id"] for club in (await host.get("/api/clubs"))["items"]}
    return House(series["slug"], clubs, host, passwords)


async def _is_on_now(host: Visitor, series: Any) -> None:
    """Add a date that has just begun, unless one is on. Extra dates on which nobody met go, those to come stay."""
    now = datetime.now(UTC)
    path = f"/api/series/{series['id']}"
    ahead = (await host.get(f"{path}/sessions?most=5"))["items"]
    soon = (now + timedelta(minutes=EXTRA_MINUTES / 8)).isoformat()
    if any(one["doors_at"] <= soon and not one["cancelled"] and _lasts(one, now) for one in ahead):
        return
    start = extra_start(now).isoformat(timespec="minutes")
    kept = [more for more in series["schedule"].get("extra", ()) if more > start]
    schedule = {**series["schedule"], "extra": [*kept, start]}
    await host.send("PATCH", path, {"schedule": schedule, "confirmed": True})
    key = start.replace("-", "").replace(":", "")
    changes: dict[str, object] = {"title": EXTRA_TITLE, "minutes": EXTRA_MINUTES}
    await host.send("PATCH", f"{path}/sessions/{key}", changes)


def _lasts(one: Any, now: datetime) -> bool:
    """Say whether a session is not about to be over."""
    return datetime.fromisoformat(one["end"]) > now + timedelta(minutes=10)
