"""Feeds: who may have which, and what is read from them."""

import asyncio
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from roundtable.calendars import tables
from roundtable.calendars.model import Feed, Language, Meeting
from roundtable.calendars.ports import Diary, Span
from roundtable.calendars.resources import FeedList, FeedMade, FeedView, NewFeed
from roundtable.calendars.words import WORDS
from roundtable.calendars.writing import Published, published
from roundtable.database import Database
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, NotFound
from roundtable.kernel.ids import ClubId, FeedId, new_id

SECRET_BYTES: Final = 32
MOST_FEEDS: Final = 10
"""Of one person, and of one club."""
PAST: Final = timedelta(days=92)
AHEAD: Final = timedelta(days=400)
"""A feed shows about a term back and a year ahead; programs read it again and again."""
MOST_MEETINGS: Final = 1500
"""More in one feed is no calendar of a person; the nearest stay."""
MOST_ABOUT: Final = 600_000
"""Letters that all descriptions in a feed have together; where there are more, each is cut to its share."""


@dataclass(frozen=True, slots=True)
class Page:
    """A calendar as it is sent, and the tag by which a program asks whether it is still the same."""

    content: bytes
    tag: str


class Feeds:
    """All feeds."""

    def __init__(self, database: Database, diary: Diary, clock: Clock) -> None:
        self._database = database
        self._diary = diary
        self._clock = clock

    async def page(self, caller: Caller) -> FeedList:
        """List the caller's feeds, and those of the clubs they are officers of."""
        person = caller.account
        clubs = await self._diary.offices_of(person)
        async with self._database.reading() as connection:
            found = await tables.of(connection, person, clubs)
        return FeedList(items=[FeedView.model_validate(feed) for feed in found])

    async def make(self, caller: Caller, form: NewFeed) -> FeedMade:
        """Make a feed and tell its address. Of a club its officers may; others learn nothing of it."""
        person = caller.account
        if form.club_id is not None:
            await self._refuse_stranger(caller, form.club_id)
        secret = secrets.token_urlsafe(SECRET_BYTES)
        feed = Feed(
            id=FeedId(new_id("fed")),
            digest=_digest_of(secret),
            person_id=person,
            club_id=form.club_id,
            language=form.language,
            created_at=self._clock.now(),
        )
        async with self._database.transaction() as connection:
            if await tables.count(connection, person, form.club_id) >= MOST_FEEDS:
                raise Conflict("too_many_feeds", most=MOST_FEEDS)
            await tables.add(connection, feed)
        return FeedMade(feed=FeedView.model_validate(feed), path=f"/calendar/{secret}.ics")

    async def revoke(self, caller: Caller, id_: FeedId) -> None:
        """Let a feed be read no more, at once. All officers of a club may revoke its feeds."""
        clubs = await self._diary.offices_of(caller.account)
        async with self._database.transaction() as connection:
            feed = await tables.find(connection, id_)
            own = feed is not None and feed.club_id is None and feed.person_id == caller.account
            if feed is None or not (own or feed.club_id in clubs or (caller.administrator and feed.club_id)):
                raise NotFound("not_found")
            await tables.revoke(connection, id_, self._clock.now())

    async def read(self, secret: str, origin: str) -> Page:
        """Write what a feed shows now; raises NotFound, the same for one that never was and one that was revoked."""
        async with self._database.reading() as connection:
            feed = await tables.with_digest(connection, _digest_of(secret))
        if feed is None or (feed.club_id and not await self._diary.keeps(feed.person_id, feed.club_id)):
            raise NotFound("not_found")
        now, words = self._clock.now(), WORDS[feed.language]
        span = Span(now - PAST, now + AHEAD, origin)
        if feed.club_id is None:
            name: str | None = words.product
            found = await self._diary.of_person(feed.person_id, span)
        else:
            name = await self._diary.club_name(feed.club_id, feed.language)
            found = await self._diary.of_club(feed.club_id, span)
        near = sorted(found, key=lambda one: (abs(one.start - now), one.uid))[:MOST_MEETINGS]
        return await asyncio.to_thread(feed_page, near, feed.language, name or words.product)

    async def _refuse_stranger(self, caller: Caller, club: ClubId) -> None:
        """A seat is not enough: anybody may plan a series and give seats in it, and a feed tells of all series."""
        exists = await self._diary.club_name(club, "en") is not None
        if not exists or not await self._diary.keeps(caller.account, club):
            raise NotFound("not_found")


def feed_page(near: Sequence[Meeting], language: Language, name: str) -> Page:
    """Write a feed. Pure, and long enough to be done beside the event loop."""
    ordered = sorted(near, key=lambda one: (one.start, one.uid))
    share = MOST_ABOUT // max(1, len(ordered))
    told = [one if len(one.about) <= share else replace(one, about=f"{one.about[:share]}…") for one in ordered]
    return page_of(published(Published(told, language, name)))


def page_of(content: bytes) -> Page:
    """Tag a calendar by what is in it."""
    return Page(content, hashlib.sha256(content).hexdigest()[:32])


def _digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
