"""Turns polls into what the HTTP interface shows. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from roundtable.kernel.ids import CampusId, ClubId, PersonId
from roundtable.kernel.register import Campus, Club
from roundtable.kernel.wall_clock import moment_of, wall_at
from roundtable.polls.hours import Hours, Spread, bad_zones, spread
from roundtable.polls.model import Answer, Poll, Standing, Tally, When, key_of, standing_answers, tallies
from roundtable.polls.resources import (
    AskedClub,
    ClubAnswer,
    EarlierAnswer,
    HourShift,
    LocalHours,
    OptionHours,
    OptionView,
    PersonName,
    PollCampus,
    PollEntry,
    PollView,
)

People = Mapping[PersonId, str]
"""Names of people by id."""


@dataclass(frozen=True, slots=True)
class Map:
    """The clubs that are asked, and where they are."""

    clubs: Sequence[Club]
    campuses: Sequence[Campus]

    @property
    def zones(self) -> tuple[str, ...]:
        """Return the zones of the campuses, each once."""
        return tuple(dict.fromkeys(campus.zone for campus in self.campuses))

    def clubs_in(self, zones: frozenset[str]) -> frozenset[ClubId]:
        """Return the clubs in some zones."""
        there = {campus.id for campus in self.campuses if campus.zone in zones}
        return frozenset(club.id for club in self.clubs if club.campus_id in there)


def map_of(clubs: Sequence[Club], campuses: Iterable[Campus]) -> Map:
    """Keep of all campuses those of some clubs."""
    wanted: set[CampusId] = {club.campus_id for club in clubs}
    return Map(clubs, [campus for campus in campuses if campus.id in wanted])


@dataclass(frozen=True, slots=True)
class Said:
    """What clubs have said, and what those people are called who said it or made the poll."""

    answers: Sequence[Answer]
    people: People


def poll_view(mine: Standing, said: Said, where: Map, now: datetime) -> PollView:
    """Show a poll to somebody who has to do with it."""
    poll = mine.poll
    spreads = {wall: spread(wall, poll.when, where.zones) for wall in poll.options}
    bad = {wall: where.clubs_in(bad_zones(one)) for wall, one in spreads.items()}
    counted = {tally.wall: tally for tally in tallies(poll, standing_answers(said.answers), bad)}
    return PollView(
        id=poll.id,
        slug=poll.slug if mine.may_organize or mine.by_link else None,
        title=poll.title,
        note=poll.note,
        zone=poll.when.zone,
        minutes=poll.when.minutes,
        repeats=poll.when.repeats,
        state=_state(poll, now),
        by=_named(poll.created_by, said.people),
        created_at=poll.created_at,
        closes_at=poll.closes_at,
        deadline=None if poll.closes_at is None else wall_at(poll.closes_at, poll.when.zone),
        closed_at=poll.closed_at,
        chosen=None if poll.chosen is None else key_of(poll.chosen),
        options=[_option(spreads[wall], counted[wall]) for wall in poll.options],
        clubs=[AskedClub.model_validate(club) for club in where.clubs],
        campuses=campuses_view(where),
        answers=_answers(said.answers, said.people),
        mine=sorted(mine.own_clubs),
        may_organize=mine.may_organize,
    )


def poll_entry(mine: Standing, answered: frozenset[ClubId], now: datetime) -> PollEntry:
    """Show a poll in a list."""
    poll = mine.poll
    waiting = mine.own_clubs - answered if poll.is_open(now) else frozenset[ClubId]()
    return PollEntry(
        id=poll.id,
        title=poll.title,
        state=_state(poll, now),
        created_at=poll.created_at,
        closes_at=poll.closes_at,
        chosen=None if poll.chosen is None else moment_of(poll.chosen, poll.when.zone),
        options=len(poll.options),
        asked=len(poll.clubs),
        answered=len(answered),
        waiting=sorted(waiting),
        may_organize=mine.may_organize,
    )


def hours_view(walls: Iterable[datetime], when: When, where: Map) -> list[OptionHours]:
    """Show what some hours mean on campuses."""
    return [OptionHours(**_hours(spread(wall, when, where.zones))) for wall in walls]


def campuses_view(where: Map) -> list[PollCampus]:
    """Show campuses."""
    return [PollCampus.model_validate(campus) for campus in where.campuses]


def people_in(poll: Poll, answers: Iterable[Answer]) -> set[PersonId]:
    """Return everybody whose name is needed to show a poll."""
    return {poll.created_by, *(answer.person_id for answer in answers)}


def _state(poll: Poll, now: datetime) -> Literal["open", "closed"]:
    return "open" if poll.is_open(now) else "closed"


def _option(means: Spread, tally: Tally) -> OptionView:
    return OptionView(
        **_hours(means),
        place=tally.place,
        yes=sorted(tally.yes),
        if_need_be=sorted(tally.if_need_be),
        no=sorted(tally.no),
        unanswered=sorted(tally.unanswered),
        bad_for=sorted(tally.bad_hour),
    )


def _hours(means: Spread) -> dict[str, object]:
    return {
        "key": key_of(means.wall),
        "wall": means.wall,
        "start": means.start,
        "end": means.end,
        "becomes": means.becomes,
        "dates": means.dates,
        "hours": {zone: _local(hours) for zone, hours in means.hours.items()},
    }


def _local(hours: Hours) -> LocalHours:
    return LocalHours(
        start=hours.first.start,
        end=hours.first.end,
        bad_hour=hours.first.is_bad_hour,
        bad_dates=hours.bad_dates,
        shifts=[
            HourShift(on=shift.on, sees=f"{shift.sees:%H:%M}", instead_of=f"{shift.instead_of:%H:%M}")
            for shift in hours.shifts
        ],
    )


def _answers(answers: Sequence[Answer], people: People) -> list[ClubAnswer]:
    return [
        ClubAnswer(
            club_id=club,
            choices=dict(last.choices),
            note=last.note,
            by=_named(last.person_id, people),
            at=last.at,
            earlier=[
                EarlierAnswer(by=_named(one.person_id, people), at=one.at)
                for one in reversed(answers)
                if one.club_id == club and one.number < last.number
            ],
        )
        for club, last in standing_answers(answers).items()
    ]


def _named(person: PersonId, people: People) -> PersonName:
    """Show a person; whoever is deleted has no name any more."""
    return PersonName(id=person, name=people.get(person, ""))
