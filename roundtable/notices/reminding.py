"""Reminders: planned with every change, written when they are due to whoever sits in the series then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from roundtable.database import Connection, Database
from roundtable.jobs import tables as jobs
from roundtable.jobs.job import Dropped, Job, NewJob
from roundtable.kernel.clock import Clock, as_text
from roundtable.kernel.errors import NotFound
from roundtable.kernel.ids import ClubId, PersonId, SeriesId, new_id
from roundtable.kernel.wall_clock import wall_at
from roundtable.mail.model import Letter
from roundtable.mail.page import laid_out
from roundtable.mail.reminders import Occasion, Reader, Reminder, is_current, is_reminded, planned
from roundtable.mail.session_words import Ahead, SessionFacts, reminder
from roundtable.notices.followers import Follower, Places, follower, followers, places
from roundtable.notices.mailing import Mailing
from roundtable.series.model import Series
from roundtable.series.schedule import Occurrence
from roundtable.series.tables import dates
from roundtable.series.tables import series as rows
from roundtable.series.window import AHEAD

REMIND: Final = "reminder"
"""The kind of job."""
MOST_DATES: Final = 2000
MOST_LETTERS: Final = 20
"""Written in one transaction: others who write wait for it."""
_SOON: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Session:
    """A session, with what concerns its readers."""

    series: Series
    date: Occurrence
    answers: Mapping[ClubId, str]
    concerned: list[Follower]

    @property
    def occasion(self) -> Occasion:
        """Return it as reminders know it."""
        return Occasion(self.series.id, self.date.key, self.date.start, self.date.cancelled)

    def is_for(self, somebody: Follower) -> bool:
        """Say whether somebody is reminded of it."""
        absent = {club for club, answer in self.answers.items() if answer == "not"}
        clubs = somebody.clubs_on(self.date.start.date())
        return is_reminded(Reader(somebody.person.mail_reminders, somebody.runs_it, clubs), absent)


class Reminding:
    """Plans reminders, and writes them."""

    def __init__(self, database: Database, mailing: Mailing, clock: Clock) -> None:
        self._database = database
        self._mailing = mailing
        self._clock = clock

    async def plan(self, connection: Connection, series: SeriesId) -> None:
        """Plan what the coming dates call for; what is planned already stays as it is.

        Where a reminder is due now it is done once more: somebody may sit there only since.
        """
        now = self._clock.now()
        due: list[NewJob] = []
        for one in await dates.window(connection, [series], now, now + AHEAD, most=MOST_DATES):
            for each in planned(Occasion(series, one.key, one.start_at, one.cancelled), now):
                due.append(_job(series, one.key, each))
                if each.run_at <= now:
                    due.append(_job(series, one.key, each, again=new_id("chg")))
        await jobs.enqueue(connection, due, now)

    async def remind(self, job: Job) -> None:
        """Write the letters of a reminder, each of them once; raises Dropped if the session is not what it was.

        Once for each hour in the room of the series, which stays the same when the series is split.
        """
        facts, start = job.payload, datetime.fromisoformat(job.payload["start"])
        session = await self._session(SeriesId(facts["series"]), facts["key"])
        if session is None or not is_current(start, session.occasion):
            raise Dropped("the session was moved, or does not take place")
        lead = timedelta(seconds=facts["lead"])
        due = Reminder(f"{session.series.room_id}/{facts['start']}/{facts['lead']}", start, lead)
        readers = [somebody for somebody in session.concerned if session.is_for(somebody)]
        async with self._database.reading() as connection:
            known = await places(connection, readers)
        for begin in range(0, len(readers), MOST_LETTERS):
            lot = {f"{REMIND}/{due.key}/{one.person.id}": one for one in readers[begin : begin + MOST_LETTERS]}
            async with self._database.transaction() as connection:
                there = await self._mailing.outbox.written(connection, lot.keys())
                for key in sorted(lot.keys() - there):
                    letter = self._letter(session, lot[key], known)
                    await self._mailing.outbox.put(connection, letter, key=key, expires_at=due.expires_at)
            self._mailing.outbox.wake()

    async def is_right(self, reason: Mapping[str, str]) -> bool:
        """Say just before a letter is sent whether it still says what is so, and is wanted."""
        session = await self._session(SeriesId(reason["series"]), reason["key"], PersonId(reason["person"]))
        if session is None or not is_current(datetime.fromisoformat(reason["start"]), session.occasion):
            return False
        return any(session.is_for(somebody) for somebody in session.concerned)

    async def _session(self, id_: SeriesId, key: str, only: PersonId | None = None) -> Session | None:
        """Return a session with everybody whom it concerns, or with one of them; None if there is none."""
        async with self._database.reading() as connection:
            series = await rows.find(connection, id_)
            if series is None:
                return None
            try:
                one = (await dates.plan(connection, series)).find(key)
            except NotFound:
                return None
            said = await dates.responses(connection, [id_], [key])
            concerned = await _concerned(connection, series, only, self._clock.now().date())
        return Session(series, one, {response.club_id: response.answer for _, response in said}, concerned)

    def _letter(self, session: Session, somebody: Follower, known: Places) -> Letter:
        series, one, language = session.series, session.date, somebody.language
        zone = known.zone_of(somebody, one.zone)
        unanswered = sorted(somebody.clubs_on(one.start.date()) - set(session.answers))
        facts = SessionFacts(
            title=one.title or series.title,
            starts=one.start,
            zone=zone,
            city=known.zone_names.called(zone, language),
            room=f"{self._mailing.origin}/r/{series.slug}",
            page=f"{self._mailing.origin}/series/{series.id}/sessions/{one.key}",
            waits_for=tuple(name for club in unanswered if (name := known.club(club, language)) is not None),
        )
        page = reminder(somebody.addressee, facts, _ahead(one.start, self._clock.now(), zone))
        stop = self._mailing.unsubscribing.link(somebody.person.id, "reminders")
        reason = {"kind": REMIND, "series": series.id, "key": one.key, "start": as_text(one.start)}
        return laid_out(somebody.addressee, page, stop, reason={**reason, "person": somebody.person.id})


async def _concerned(connection: Connection, series: Series, only: PersonId | None, today: date) -> list[Follower]:
    if only is None:
        return await followers(connection, series, today)
    found = await follower(connection, series, only, today)
    return [] if found is None else [found]


def _job(series: SeriesId, key: str, one: Reminder, again: str = "") -> NewJob:
    payload = {"series": series, "key": key, "start": as_text(one.start_at), "lead": int(one.lead.total_seconds())}
    unique = f"{one.key}/{again}" if again else one.key
    return NewJob(REMIND, unique, payload, run_at=one.run_at, expires_at=one.expires_at)


def _ahead(start: datetime, now: datetime, zone: str) -> Ahead:
    if start - now <= _SOON:
        return "soon"
    return "today" if wall_at(start, zone).date() == wall_at(now, zone).date() else "tomorrow"
