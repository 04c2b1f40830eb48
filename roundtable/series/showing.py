"""Turns what is known of series into what the HTTP interface shows. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from roundtable.kernel.ids import ClubId, PersonId, SeriesId, SessionId
from roundtable.series.model import Held, Response, RoleHolder, Seat, SeatEvent, Series, Standing
from roundtable.series.naming import ZoneNames
from roundtable.series.resources.seats import SeatEventView, SeatView
from roundtable.series.resources.series import PersonName, RoleView, SeriesEntry, SeriesView
from roundtable.series.resources.sessions import HeldView, ResponseView, SessionView
from roundtable.series.schedule import Occurrence

People = Mapping[PersonId, str]
"""Names of people by id."""


def named(person: PersonId, people: People) -> PersonName:
    """Show a person; whoever is deleted has no name any more."""
    return PersonName(id=person, name=people.get(person, ""))


@dataclass(frozen=True, slots=True)
class Facts:
    """What else there is to know of a series."""

    roles: Sequence[RoleHolder]
    followed_by: SeriesId | None
    people: People = field(default_factory=dict)


def series_view(mine: Standing, facts: Facts, zones: ZoneNames) -> SeriesView:
    """Show a series to somebody who has to do with it."""
    series = mine.series
    chinese, english = zones.sentences(series.schedule)
    return SeriesView(
        id=series.id,
        slug=series.slug,
        title=series.title,
        about=series.about,
        schedule=series.schedule,
        sentence_zh=chinese,
        sentence_en=english,
        doors_minutes=series.doors_minutes,
        language=series.language,
        sequence=series.sequence,
        created_at=series.created_at,
        preceded_by=series.preceded_by,
        followed_by=facts.followed_by,
        ended_at=series.ended_at,
        roles=[RoleView(person=named(one.person_id, facts.people), role=one.role) for one in facts.roles],
        mine=[
            *sorted(mine.roles),
            *(["representative"] if mine.seats else []),
            *(["administrator"] if mine.administrator else []),
        ],
        may_organize=mine.may_organize,
    )


def series_entry(series: Series, zones: ZoneNames) -> SeriesEntry:
    """Show a series in a list."""
    chinese, english = zones.sentences(series.schedule)
    return SeriesEntry(
        id=series.id,
        slug=series.slug,
        title=series.title,
        sentence_zh=chinese,
        sentence_en=english,
        ended_at=series.ended_at,
    )


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of some dates of a series besides when they are."""

    responses: Mapping[str, Sequence[Response]]
    held: Mapping[tuple[SeriesId, str], Sequence[Held]]
    live: Collection[SessionId]
    sequences: Mapping[str, int]
    people: People


def session_view(series: Series, one: Occurrence, around: Around) -> SessionView:
    """Show a session."""
    return SessionView(
        series_id=series.id,
        slug=series.slug,
        key=one.key,
        title=one.title or series.title,
        retitled=one.title is not None,
        start=one.start,
        end=one.end,
        zone=one.zone,
        planned=one.original,
        doors_at=one.start - timedelta(minutes=series.doors_minutes),
        cancelled=one.cancelled,
        moved=one.moved,
        sequence=around.sequences.get(one.key, 0),
        held=[
            HeldView(session_id=held.session_id, opened_at=held.opened_at, live=held.session_id in around.live)
            for held in around.held.get((series.id, one.key), ())
        ],
        responses=[response_view(each, around.people) for each in around.responses.get(one.key, ())],
    )


def response_view(response: Response, people: People) -> ResponseView:
    """Show what a club has said."""
    return ResponseView(
        club_id=response.club_id,
        answer=response.answer,
        note=response.note,
        by=named(response.person_id, people),
        at=response.at,
    )


def seat_view(seat: Seat, people: People, today: date) -> SeatView:
    """Show a seat."""
    return SeatView(
        id=seat.id,
        series_id=seat.series_id,
        club_id=seat.club_id,
        person=named(seat.person_id, people),
        kind=seat.kind,
        since=seat.since,
        until=seat.until,
        ended_at=seat.ended_at,
        held=seat.is_held(today),
    )


def seat_event_view(event: SeatEvent, people: People) -> SeatEventView:
    """Show what became of a seat."""
    return SeatEventView(
        club_id=event.club_id,
        kind=event.kind,
        act=event.act,
        from_person=None if event.from_person is None else named(event.from_person, people),
        to_person=None if event.to_person is None else named(event.to_person, people),
        by=named(event.by, people),
        at=event.at,
    )


def people_in(seats: Iterable[Seat], events: Iterable[SeatEvent] = ()) -> set[PersonId]:
    """Return everybody whose name is needed to show these."""
    found = {seat.person_id for seat in seats}
    for event in events:
        found |= {person for person in (event.from_person, event.to_person, event.by) if person is not None}
    return found


def clubs_in(seats: Iterable[Seat], events: Iterable[SeatEvent] = ()) -> set[ClubId]:
    """Return every club whose name is needed to show these."""
    return {seat.club_id for seat in seats} | {event.club_id for event in events}
