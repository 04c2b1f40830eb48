"""Furnishes a server for the demo by its HTTP API alone: accounts, clubs, the room. Twice does no harm."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from roundtable.demo.cast import CHAIR, CLUBS_CSV, HOST_EMAIL, HOST_NAME, MODERATOR_EMAIL, ROOM_TITLE
from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor

FLOOR: Final = {
    "mode": "moderated",
    "limits": {"topic": 25, "reply": 15, "clarifying_question": 12, "point_of_order": 12},
    "warning": 6,
}
"""Short turns: somebody who looks for five minutes sees many."""


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


def kept_passwords(file: Path) -> dict[str, str]:
    """Read the demo accounts' passwords, made up at the first start and readable by this user only."""
    if not file.exists():
        made = {email: secrets.token_urlsafe(18) for email in (HOST_EMAIL, MODERATOR_EMAIL)}
        file.touch(mode=0o600)
        file.write_text(json.dumps(made), encoding="utf-8")
    read: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return read


async def furnish(server: ServerProcess, passwords: dict[str, str]) -> House:
    """Make what is not there yet."""
    host = Visitor(server.url)
    me = await host.remember()
    if me["first_start"]:
        account: dict[str, object] = {"email": HOST_EMAIL, "password": passwords[HOST_EMAIL], "name": HOST_NAME}
        token = server.set_up_token() or ""
        await host.send("POST", "/api/first-start", {"token": token, **account, "language": "zh-CN"})
        await host.remember()
    else:
        await host.sign_in(HOST_EMAIL, passwords[HOST_EMAIL])
    await host.send("POST", "/api/clubs/import", {"csv": CLUBS_CSV, "dry_run": False})
    clubs = {club["name_zh"]: club["id"] for club in (await host.get("/api/clubs"))["items"]}
    moderator = await _moderator(host, passwords[MODERATOR_EMAIL])
    room = await _room(host)
    await host.send("PUT", f"/api/rooms/{room['id']}/moderators/{moderator}", {})
    return House(room["slug"], clubs, host, passwords)


async def _moderator(host: Visitor, password: str) -> str:
    """Return the id of the chair's account, made and set up like any other if need be."""
    people = (await host.get("/api/people"))["items"]
    known = [person["id"] for person in people if person["email"] == MODERATOR_EMAIL]
    if known:
        return str(known[0])
    wanted: dict[str, object] = {"email": MODERATOR_EMAIL, "name": CHAIR.name, "administrator": False}
    made = await host.send("POST", "/api/people", wanted)
    async with Visitor(str(host.server)) as chair:
        await chair.send("POST", f"/api/welcome/{made['link'].rsplit('/', 1)[-1]}", {"password": password})
    return str(made["person"]["id"])


async def _room(host: Visitor) -> dict[str, Any]:
    rooms = (await host.get("/api/rooms"))["items"]
    known: list[dict[str, Any]] = [room for room in rooms if room["title"] == ROOM_TITLE]
    if known:
        return known[0]
    settings = {
        "lobby": False,
        "screen_share": "everyone",
        "chat_kept": True,
        "capacity": 40,
        "floor": FLOOR,
    }
    made: dict[str, Any] = await host.send("POST", "/api/rooms", {"title": ROOM_TITLE, "settings": settings})
    return made
