"""Asking clubs when they can meet: making a poll, answering it, closing it.

Local hours of a large poll take a while to reckon; that is done beside the event loop, which carries voices too.
"""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from roundtable.database import Connection, Database
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, Invalid
from roundtable.kernel.ids import ClubId, PollId, new_id, new_slug
from roundtable.kernel.register import Register
from roundtable.kernel.wall_clock import moment_of
from roundtable.polls import tables
from roundtable.polls.access import standing
from roundtable.polls.model import Answer, Poll, Standing, When, key_of, lost, standing_answers
from roundtable.polls.ports import Names, Representatives
from roundtable.polls.resources import (
    AnswerForm,
    HoursForm,
    HoursView,
    NewPoll,
    PollChanges,
    PollList,
    PollsQuery,
    PollView,
)
from roundtable.polls.showing import Map, Said, campuses_view, hours_view, map_of, people_in, poll_entry, poll_view

MOST_POLLS: Final = 100
"""Polls that one person has made; old ones can be deleted."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The other subjects that polls live with."""

    people: Names
    register: Register
    seats: Representatives


class Polls:
    """All polls. Who has nothing to do with a poll, and not its link, learns nothing of it."""

    def __init__(self, database: Database, around: Neighbours, clock: Clock) -> None:
        self._database = database
        self._around = around
        self._clock = clock

    async def hours(self, form: HoursForm) -> HoursView:
        """Tell what hours would mean on the campuses of some clubs, before anybody is asked."""
        where = await self._map(form.club_ids)
        when = When(form.zone, form.minutes, form.repeats)
        options = await asyncio.to_thread(hours_view, form.options, when, where)
        return HoursView(options=options, campuses=campuses_view(where))

    async def page(self, caller: Caller, query: PollsQuery) -> PollList:
        """List the caller's polls and those that ask a club of theirs, or for administrators all there are."""
        if query.all:
            caller.must_be_administrator()
        person, now = caller.account, self._clock.now()
        async with self._database.reading() as connection:
            clubs = await self._around.seats.clubs_of(connection, person)
            whose = None if query.all else (person, clubs)
            found = await tables.page(connection, whose, after=query.after, most=query.most + 1)
            shown = found[: query.most]
            answered = await tables.answered(connection, [poll.id for poll in shown])
        mine = [Standing(poll, person, caller.administrator, clubs & poll.clubs) for poll in shown]
        return PollList(
            items=[poll_entry(one, answered.get(one.poll.id, frozenset()), now) for one in mine],
            next=shown[-1].id if len(found) > query.most else None,
        )

    async def read(self, caller: Caller, key: str) -> PollView:
        """Show a poll, by its id or its link."""
        async with self._database.reading() as connection:
            mine = await standing(connection, caller, key, self._around.seats)
            answers = (await tables.answers(connection, [mine.poll.id])).get(mine.poll.id, ())
        names = await self._around.people.names(people_in(mine.poll, answers))
        where = await self._map(mine.poll.clubs)
        return await asyncio.to_thread(poll_view, mine, Said(answers, names), where, self._clock.now())

    async def make(self, caller: Caller, form: NewPoll) -> PollView:
        """Ask clubs; whoever makes a poll organizes it."""
        now, person = self._clock.now(), caller.account
        await self._refuse_unknown(form.club_ids)
        poll = Poll(
            id=PollId(new_id("pol")),
            slug=new_slug(),
            title=form.title,
            note=form.note,
            when=When(form.zone, form.minutes, form.repeats),
            options=form.options,
            clubs=frozenset(form.club_ids),
            created_by=person,
            created_at=now,
            closes_at=_deadline(form.deadline, form.zone, now),
        )
        async with self._database.transaction() as connection:
            if await tables.count_made(connection, person) >= MOST_POLLS:
                raise Conflict("too_many_polls", most=MOST_POLLS)
            await tables.add(connection, poll)
        return await self.read(caller, poll.id)

    async def change(self, caller: Caller, key: str, form: PollChanges) -> PollView:
        """Change a poll. Options that stay keep what was said of them; of how many clubs something is lost is told."""
        now = self._clock.now()
        if form.club_ids is not None:
            await self._refuse_unknown(form.club_ids)
        async with self._database.transaction() as connection:
            poll = (await self._organizing(connection, caller, key)).poll
            changed = replace(
                poll,
                title=form.title or poll.title,
                note=poll.note if form.note is None else form.note,
                options=form.options or poll.options,
                clubs=frozenset(form.club_ids or poll.clubs),
                closes_at=_changed_deadline(poll, form, now),
                chosen=poll.chosen if poll.chosen in (form.options or poll.options) else None,
            )
            said = standing_answers((await tables.answers(connection, [poll.id])).get(poll.id, ()))
            gone = lost(said, changed.options, changed.clubs)
            if gone and not form.confirmed:
                raise Conflict("answers_lost", count=len(gone))
            await tables.save(connection, changed)
            kept = {key_of(wall) for wall in changed.options}
            for club in gone & changed.clubs:
                await tables.put_answer(connection, poll.id, _without(said[club], kept))
        return await self.read(caller, key)

    async def close(self, caller: Caller, key: str, chosen: str | None) -> PollView:
        """End a poll, with the option that is taken or with none. Again is possible, to take another one."""
        async with self._database.transaction() as connection:
            poll = (await self._organizing(connection, caller, key)).poll
            taken = None if chosen is None else poll.option(chosen)
            closed_at = poll.closed_at or self._clock.now()
            await tables.save(connection, replace(poll, closed_at=closed_at, chosen=taken))
        return await self.read(caller, key)

    async def reopen(self, caller: Caller, key: str) -> PollView:
        """Let clubs answer again. A deadline that is over is gone; so is the choice."""
        now = self._clock.now()
        async with self._database.transaction() as connection:
            poll = (await self._organizing(connection, caller, key)).poll
            closes_at = poll.closes_at if poll.closes_at is not None and poll.closes_at > now else None
            await tables.save(connection, replace(poll, closed_at=None, closes_at=closes_at, chosen=None))
        return await self.read(caller, key)

    async def delete(self, caller: Caller, key: str) -> None:
        """Delete a poll with everything that was said."""
        async with self._database.transaction() as connection:
            poll = (await self._organizing(connection, caller, key)).poll
            await tables.remove(connection, poll.id)

    async def answer(self, caller: Caller, key: str, form: AnswerForm) -> PollView:
        """Say for a club which options suit. Of two answers the later one counts, and the record knows both people."""
        async with self._database.transaction() as connection:
            mine = await standing(connection, caller, key, self._around.seats, to_change=True)
            mine.must_answer_for(form.club_id)
            now = self._clock.now()
            mine.poll.must_be_open(now)
            for option in form.choices:
                mine.poll.option(option)
            said = Answer(form.club_id, 0, form.choices, form.note, caller.account, now)
            await tables.put_answer(connection, mine.poll.id, said)
        return await self.read(caller, key)

    async def _organizing(self, connection: Connection, caller: Caller, key: str) -> Standing:
        mine = await standing(connection, caller, key, self._around.seats, to_change=True)
        mine.must_organize()
        return mine

    async def _map(self, clubs: Collection[ClubId]) -> Map:
        return map_of(await self._around.register.some(clubs), await self._around.register.campuses())

    async def _refuse_unknown(self, clubs: Collection[ClubId]) -> None:
        if len(await self._around.register.some(clubs)) < len(clubs):
            raise Invalid("unknown_club")


def _deadline(wall: datetime | None, zone: str, now: datetime) -> datetime | None:
    if wall is None:
        return None
    closes_at = moment_of(wall, zone)
    if closes_at <= now:
        raise Invalid("deadline_past")
    return closes_at


def _changed_deadline(poll: Poll, form: PollChanges, now: datetime) -> datetime | None:
    """Return the deadline after a change; the old one may be sent again though it is over."""
    if "deadline" not in form.model_fields_set:
        return poll.closes_at
    if form.deadline is not None and moment_of(form.deadline, poll.when.zone) == poll.closes_at:
        return poll.closes_at
    return _deadline(form.deadline, poll.when.zone, now)


def _without(answer: Answer, kept: Collection[str]) -> Answer:
    """Return an answer without what was said of options that are gone; it stays that person's."""
    return replace(answer, choices={key: choice for key, choice in answer.choices.items() if key in kept})
