"""What happened before the demo was started, lived through in a second or two: the same API, at another time."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from roundtable.demo.cast import CLUBS_CSV, ROOM_TITLE
from roundtable.demo.meetings import ANSWERS, MIRROR_ANSWERS, MIRROR_MEETINGS, SYNC_MEETINGS
from roundtable.demo.members import (
    FOLLOWS,
    HOST,
    LIN,
    MEMBERS,
    MIRROR_SEATS,
    MODERATOR,
    RETIRES,
    SYNC_SEATS,
    WANG,
    Kind,
    Member,
)
from roundtable.demo.session_held import Sitting, hold
from roundtable.demo.term import term_around
from roundtable.demo.visitor import Visitor

MIRRORS_TITLE: Final = "镜像站与基础设施 · Mirrors"
_SYNC_ABOUT: Final = (
    "每个社团报告进展、提出需要大家决定的事。轮流在北京时间和柏林时间 20:00。\n"
    "Each club reports, and brings what needs a decision. At 20:00 in Beijing and at 20:00 in Berlin in turn."
)
_MIRRORS_ABOUT: Final = "容量、同步、值班。\nCapacity, syncs, who is on duty."
_MOVED_TITLE: Final = "选题会 · Choosing the tasks"
_LOOKS_IN_EVERY: Final = timedelta(days=20)
_CALM_FLOOR: Final = {"mode": "moderated", "limits": {"topic": 150, "reply": 60}}


class Past(Protocol):
    """A server at another time."""

    url: str

    def be(self, moment: datetime) -> None:
        """Let it be a moment."""
        ...

    def now(self) -> datetime:
        """Tell what time it is there."""
        ...

    async def first_start_token(self) -> str:
        """Return the token of the link that a first start prints."""
        ...


@dataclass
class Federation:
    """Everybody, signed in at the earlier server."""

    past: Past
    visitors: dict[Member, Visitor]
    people: dict[Member, str]
    """Ids of accounts."""
    clubs: dict[str, str]
    """Ids by their name in Chinese."""
    looked_in: datetime
    """When everybody was seen for the last time."""

    @property
    def host(self) -> Visitor:
        """The organizer."""
        return self.visitors[HOST]

    async def be(self, moment: datetime) -> None:
        """Let it be a moment; on the way everybody looks in often enough to stay signed in."""
        while moment - self.looked_in > _LOOKS_IN_EVERY:
            self.looked_in += _LOOKS_IN_EVERY
            self.past.be(self.looked_in)
            await asyncio.gather(*(visitor.remember() for visitor in self.visitors.values()))
        self.past.be(moment)


async def live_through(past: Past, passwords: dict[str, str], now: datetime) -> None:
    """Found the federation, plan two series, and hold their sessions up to `now`. The server stands at `began`."""
    term = term_around(now)
    async with AsyncExitStack() as stack:
        federation = await _founded(past, passwords, stack)
        sync = await _planned(federation, (ROOM_TITLE, _SYNC_ABOUT), term.sync, SYNC_SEATS)
        mirrors = await _planned(federation, (MIRRORS_TITLE, _MIRRORS_ABOUT), term.mirrors, MIRROR_SEATS)
        for member, role in ((LIN, "moderator"), (MODERATOR, "moderator"), (WANG, "scribe")):
            await federation.host.send("POST", f"/api/series/{sync['id']}/roles", {"email": member.email, "role": role})
        body: dict[str, object] = {"email": WANG.email, "role": "moderator"}
        await federation.host.send("POST", f"/api/series/{mirrors['id']}/roles", body)
        await _hold_all(federation, sync, mirrors, now)
        await federation.be(now - timedelta(days=2))
        await _look_ahead(federation, sync["id"], mirrors["id"])


async def _founded(past: Past, passwords: dict[str, str], stack: AsyncExitStack) -> Federation:
    host = await stack.enter_async_context(Visitor(past.url, "198.51.100.1"))
    first: dict[str, object] = {"token": await past.first_start_token(), "language": "zh-CN"}
    first |= {"email": HOST.email, "name": HOST.name, "password": passwords[HOST.email]}
    await host.send("POST", "/api/first-start", first)
    me = await host.remember()
    await host.send("POST", "/api/clubs/import", {"csv": CLUBS_CSV, "dry_run": False})
    clubs = {club["name_zh"]: club["id"] for club in (await host.get("/api/clubs"))["items"]}
    visitors = {HOST: host}
    for number, member in enumerate(MEMBERS, 2):
        visitors[member] = await stack.enter_async_context(Visitor(past.url, f"198.51.100.{number}"))
    federation = Federation(past, visitors, {HOST: me["person"]["id"]}, clubs, looked_in=past.now())
    await asyncio.gather(*(_welcomed(federation, member, passwords[member.email]) for member in MEMBERS))
    return federation


async def _welcomed(federation: Federation, member: Member, password: str) -> None:
    """Let somebody in who is invited, and take down what they say of themselves."""
    made = await federation.host.send("POST", "/api/people", {"email": member.email, "name": member.name})
    federation.people[member] = made["person"]["id"]
    visitor = federation.visitors[member]
    await visitor.send("POST", f"/api/welcome/{made['link'].rsplit('/', 1)[-1]}", {"password": password})
    await visitor.remember()
    own: dict[str, object] = {"language": member.language, "club_id": federation.clubs[member.club]}
    await visitor.send("PATCH", "/api/me", own)


async def _planned(
    federation: Federation, said: tuple[str, str], schedule: Any, seats: tuple[tuple[Member, Kind], ...]
) -> dict[str, Any]:
    title, about = said
    form: dict[str, object] = {"title": title, "about": about, "schedule": schedule, "language": "zh-CN"}
    series: dict[str, Any] = await federation.host.send("POST", "/api/series", form)
    room = await room_of(federation.host, series["slug"])
    settings: dict[str, object] = {"settings": {"lobby": False, "chat_kept": True, "floor": _CALM_FLOOR}}
    await federation.host.send("PATCH", f"/api/rooms/{room}", settings)
    for member, kind in seats:
        seat: dict[str, object] = {"club_id": federation.clubs[member.club], "email": member.email, "kind": kind}
        await federation.host.send("POST", f"/api/series/{series['id']}/seats", seat)
    return series


async def room_of(visitor: Visitor, slug: str) -> str:
    """Return the id of one's room by its link."""
    return next(str(room["id"]) for room in (await visitor.get("/api/rooms"))["items"] if room["slug"] == slug)


async def _hold_all(federation: Federation, sync: Any, mirrors: Any, now: datetime) -> None:
    """Hold the sessions in their order; Mia has taken over from Alex before the last one in which she speaks."""
    planned = []
    for series, meetings, chair in ((sync, SYNC_MEETINGS, LIN), (mirrors, MIRROR_MEETINGS, WANG)):
        page = await federation.host.get(f"/api/series/{series['id']}/sessions?most=10")
        begins = [datetime.fromisoformat(one["start"]) for one in page["items"]]
        planned += [(start, series["slug"], meeting, chair) for start, meeting in zip(begins, meetings, strict=False)]
    planned.sort(key=lambda one: one[0])
    handover = now - timedelta(days=20)
    for start, slug, meeting, chair in planned:
        if start > handover and RETIRES in federation.visitors:
            await federation.be(handover)
            await _hand_over(federation)
        await federation.be(start - timedelta(minutes=5))
        speakers = [one for one in meeting.speakers if one != chair]
        everybody = [Sitting(one, federation.visitors[one]) for one in (chair, *speakers)]
        await hold(federation.past, slug, meeting, everybody)


async def _hand_over(federation: Federation) -> None:
    form: dict[str, object] = {"from_person": federation.people[RETIRES], "to": {"email": FOLLOWS.email}}
    await federation.visitors[RETIRES].send("POST", f"/api/clubs/{federation.clubs[RETIRES.club]}/handover", form)
    await federation.visitors.pop(RETIRES).close()


async def _look_ahead(federation: Federation, sync: str, mirrors: str) -> None:
    """Move one session, cancel one, and let clubs answer."""
    page = await federation.host.get(f"/api/series/{sync}/sessions?most=4")
    following, moved, cancelled = [one["key"] for one in page["items"]][:3]
    planned = datetime.fromisoformat(page["items"][1]["planned"])
    wall = (planned + timedelta(days=1, minutes=-30)).isoformat(timespec="minutes")
    change: dict[str, object] = {"start": wall, "title": _MOVED_TITLE}
    await federation.host.send("PATCH", f"/api/series/{sync}/sessions/{moved}", change)
    await federation.host.send("PATCH", f"/api/series/{sync}/sessions/{cancelled}", {"cancelled": True})
    first = (await federation.host.get(f"/api/series/{mirrors}/sessions?most=1"))["items"][0]["key"]
    asked = ((sync, following, ANSWERS[0]), (sync, moved, ANSWERS[1]), (mirrors, first, MIRROR_ANSWERS))
    for series, key, answers in asked:
        for member, answer, note in answers:
            said: dict[str, object] = {"club_id": federation.clubs[member.club], "answer": answer, "note": note}
            await federation.visitors[member].send("PUT", f"/api/series/{series}/sessions/{key}/response", said)
