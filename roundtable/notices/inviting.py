"""Invitations: the calendars of those whom a series concerns are kept as the series is, by letters.

What everybody was told last is kept. After every change what is so now is compared with it, and only the difference is
told: so it does not matter how often one looks, nor how many edits there were since.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final

from roundtable.calendars import tables
from roundtable.calendars.course import Course
from roundtable.calendars.invitations import Invitation, Mailbox, cancel, cancel_date, request, request_date
from roundtable.calendars.telling import Invited, Telling, due, told_of
from roundtable.database import Connection, Database
from roundtable.kernel.clock import Clock
from roundtable.kernel.ids import PersonId
from roundtable.mail.model import Letter
from roundtable.mail.page import laid_out
from roundtable.mail.session_words import CourseFacts, invitation
from roundtable.notices.courses import Courses, Term, courses_of
from roundtable.notices.followers import Follower, Places, followers, places
from roundtable.notices.mailing import Mailing
from roundtable.notices.wording import Ties, worded
from roundtable.people import tables as accounts
from roundtable.series.courses import Course as PlannedCourse
from roundtable.series.model import Series

INVITE: Final = "invitation"
"""What letters name as their reason."""
EXTRA_AHEAD: Final = timedelta(days=31)
"""Single dates outside the rule are invited to when they are so near: each costs its readers a letter."""
MOST_PEOPLE: Final = 100
MOST_LETTERS: Final = 20
"""Looked at, and written, in one transaction: others who write wait for it."""
_A_DAY: Final = timedelta(days=1)
"""What is still today somewhere."""


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody and a course: what they know, and what is so."""

    somebody: Follower | None
    """None for who has nothing to do with the series any more."""
    told: Invited
    wanted: Course | None
    ties: Ties = field(default_factory=Ties)


class Inviting:
    """Keeps calendars right."""

    def __init__(self, database: Database, mailing: Mailing, clock: Clock) -> None:
        self._database = database
        self._mailing = mailing
        self._clock = clock

    async def follow(self, connection: Connection, series: Series, *, after: PersonId | None = None) -> PersonId | None:
        """Write the letters that a series calls for now, in the transaction that holds it, to some of those concerned.

        In the order of their ids, those behind one of them; returns who is behind whom the next begin, if there are.
        """
        now = self._clock.now()
        everybody = {one.person.id: one for one in await followers(connection, series, now.date())}
        ids = sorted({*everybody, *await tables.people_told(connection, series.id)})
        waiting = [id_ for id_ in ids if after is None or id_ > after]
        near = waiting[:MOST_PEOPLE]
        known = await places(connection, [everybody[id_] for id_ in near if id_ in everybody])
        courses = await courses_of(connection, series, self._mailing.origin)
        told: dict[PersonId, dict[str, Invited]] = {}
        for one in await tables.invited(connection, series.id, near):
            told.setdefault(one.person_id, {})[one.uid] = one
        letters = 0
        for place, id_ in enumerate(near, start=1):
            for step in _steps_of(everybody.get(id_), courses, told.get(id_, {}), now):
                letters += await self._take(connection, step, courses, known)
            await asyncio.sleep(0)  # the event loop carries voices too, also where nothing is due
            if letters >= MOST_LETTERS:
                near = near[:place]
                break
        return near[-1] if len(near) < len(waiting) else None

    async def is_right(self, letter: Letter, key: str, reason: Mapping[str, str]) -> bool:
        """Say just before a letter is sent whether it is the newest about its course, and is wanted."""
        person = PersonId(reason["person"])
        async with self._database.reading() as connection:
            newest = await tables.last_letter(connection, person, reason["uid"])
            reader = await accounts.person(connection, person)
        wants = reader is not None and not reader.disabled and reader.mail_invitations and reader.email == letter.to
        return newest == key and wants

    async def _take(self, connection: Connection, step: Step, courses: Courses, known: Places) -> bool:
        """Tell somebody what is due, and say whether it took a letter.

        One that was not sent yet is taken back, and the newer one says it all; also if it may have been sent.
        """
        now, told = self._clock.now(), step.told
        if due(told.known, step.wanted, now) is None:
            return False
        before = "settled" if told.letter is None else await self._mailing.outbox.withdraw(connection, told.letter)
        if before == "untouched":
            told = told.without_letter()
        somebody = step.somebody or await self._former(connection, told.person_id)
        telling = due(told.known, step.wanted, now)
        if telling is not None and before == "tried":
            telling = telling.of_all
        after = replace(told, before=told.known, known=None if step.wanted is None else told_of(step.wanted))
        if telling is not None and telling.news == "cancelled":
            after = replace(after, known=None)
        is_written = telling is not None and somebody is not None
        if telling is not None and somebody is not None:
            after = replace(after, sequence=told.sequence + 1, letter=_key(told, told.sequence + 1))
            letter = self._letter(somebody, step, telling, after, courses=courses, known=known)
            await self._mailing.outbox.put(connection, letter, key=after.letter)
        await tables.put_invited(connection, after)
        return is_written

    async def _former(self, connection: Connection, person: PersonId) -> Follower | None:
        """Return somebody who sat there once, if they still want letters."""
        found = await accounts.person(connection, person)
        if found is None or found.disabled or not found.mail_invitations:
            return None
        return Follower(found, [], runs_it=False)

    def _letter(
        self, somebody: Follower, step: Step, telling: Telling, after: Invited, *, courses: Courses, known: Places
    ) -> Letter:
        series, language = courses.series, somebody.language
        course = step.wanted or (after.before.remembered(after.uid) if after.before else None)
        assert course is not None, "nothing is due about what is neither so nor known"
        zone = known.zone_of(somebody, course.first.zone)
        following = courses.next_of(course.uid, self._clock.now())
        words = worded(telling, step.wanted, after.before, step.ties, following=following)
        facts = CourseFacts(
            title=words.title,
            sentence=known.zone_names.sentences(series.schedule)[language == "en"],
            zone=zone,
            city=known.zone_names.called(zone, language),
            page=f"{self._mailing.origin}/series/{series.id}",
            starts=words.starts,
            was=words.was,
        )
        page = invitation(somebody.addressee, facts, words.news)
        stop = self._mailing.unsubscribing.link(somebody.person.id, "invitations")
        reason = {"kind": INVITE, "uid": after.uid, "person": somebody.person.id}
        letter = laid_out(somebody.addressee, page, stop, reason=reason)
        method, content = self._part(course, telling, somebody, after.sequence)
        return replace(letter, method=method, calendar=content.decode())

    def _part(self, course: Course, telling: Telling, somebody: Follower, sequence: int) -> tuple[str, bytes]:
        asking = Invitation(
            organizer=self._mailing.organizer,
            attendee=Mailbox(somebody.person.name, somebody.person.email),
            language=somebody.language,
            stamped=self._clock.now(),
            sequence=sequence,
        )
        match telling.news, telling.meeting:
            case "date_changed", meeting if meeting is not None:
                return "REQUEST", request_date(course, meeting, asking)
            case "date_cancelled", meeting if meeting is not None:
                return "CANCEL", cancel_date(course, meeting, asking)
            case "cancelled", _:
                return "CANCEL", cancel(course, asking)
            case _:
                return "REQUEST", request(course, asking)


def _steps_of(somebody: Follower | None, courses: Courses, told: dict[str, Invited], now: datetime) -> list[Step]:
    """Return what somebody knows of each course beside what is so; of what is none of theirs any more nothing is."""
    if somebody is None or not somebody.person.mail_invitations:
        return [Step(None, one, None) for one in told.values()]
    steps = [
        _step(somebody, planned, courses, told=told.pop(courses.uid(planned), None), now=now)
        for planned in courses.planned
    ]
    steps += [Step(somebody, one, None) for one in told.values()]
    ahead = [one.wanted for one in steps if one.wanted is not None]
    ties = Ties(
        sits=courses.series.ended_at is None,
        goes_on=any(one.over_at is None or one.over_at > now for one in ahead),
        is_followed=courses.is_followed,
    )
    return [replace(one, ties=ties) for one in steps]


def _step(somebody: Follower, planned: PlannedCourse, courses: Courses, *, told: Invited | None, now: datetime) -> Step:
    if told is None or told.known is None:
        since = max((now - _A_DAY).date(), somebody.since or date.min)
        told = replace(told or Invited(somebody.person.id, courses.uid(planned), courses.series.id, since), since=since)
    wanted = courses.within(planned, Term(told.since, somebody.until))
    return Step(somebody, told, None if _is_far(planned, wanted, told, now) else wanted)


def _is_far(planned: PlannedCourse, wanted: Course | None, told: Invited, now: datetime) -> bool:
    """Say whether it is too early to invite to a date outside the rule."""
    is_extra = planned.rule is None and len(planned.name) > 1
    return is_extra and told.known is None and wanted is not None and wanted.first.start > now + EXTRA_AHEAD


def _key(told: Invited, sequence: int) -> str:
    return f"{INVITE}/{told.uid}/{told.person_id}/{sequence}"
