"""Single sessions of series: which there are, what is different about one, who comes, what they clash with."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from roundtable.database import Connection, Database
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, Invalid, NotAllowed
from roundtable.kernel.ids import ClubId, SeriesId
from roundtable.series.access import organizing, standing
from roundtable.series.model import PlannedDate, Response, Series, Standing
from roundtable.series.ports import Names
from roundtable.series.resources.sessions import (
    ConflictList,
    ConflictView,
    ResponseForm,
    SessionChanges,
    SessionPage,
    SessionsQuery,
    SessionView,
)
from roundtable.series.schedule import LONGEST, Occurrence, Override
from roundtable.series.showing import Around, session_view
from roundtable.series.tables import dates, people
from roundtable.series.tables import series as rows
from roundtable.series.window import AHEAD, refresh

FARTHEST_MOVE: Final = timedelta(days=62)
"""A session that is moved farther is another session."""
MOST_CONFLICTS: Final = 100
MOST_COMPARED: Final = 5000

_MOMENT: Final = "%Y%m%dT%H%M%SZ"
_Place = tuple[datetime, str]
"""Where a session stands in the order."""


class Sessions:
    """The dates of series, for those who have to do with the series."""

    def __init__(self, database: Database, names: Names, clock: Clock) -> None:
        self._database = database
        self._names = names
        self._clock = clock

    async def page(self, caller: Caller, id_: SeriesId, query: SessionsQuery) -> SessionPage:
        """List sessions in order: those after a place, the last before one, or those that are not over."""
        now = self._clock.now()
        async with self._database.reading() as connection:
            mine = await standing(connection, caller, id_, now)
            plan = await dates.plan(connection, mine.series)
            everything = plan.all()
            begin, end = _range(everything, query, now)
            shown = everything[begin:end]
            around = await self._around(connection, mine.series, shown)
        return SessionPage(
            items=[session_view(mine.series, one, around) for one in shown],
            earlier=_cursor_before(everything, begin) if begin > 0 else None,
            later=_cursor_of(everything[end - 1]) if 0 < end < len(everything) else None,
        )

    async def read(self, caller: Caller, id_: SeriesId, key: str) -> SessionView:
        """Show a session."""
        async with self._database.reading() as connection:
            mine = await standing(connection, caller, id_, self._clock.now())
            one = (await dates.plan(connection, mine.series)).find(key)
            around = await self._around(connection, mine.series, [one])
        return session_view(mine.series, one, around)

    async def change(self, caller: Caller, id_: SeriesId, key: str, form: SessionChanges) -> SessionView:
        """Cancel, move or retitle a session, or make it as in the series again; not one that people have met on."""
        now = self._clock.now()
        async with self._database.transaction() as connection:
            mine = await organizing(connection, caller, id_, now)
            plan = await dates.plan(connection, mine.series)
            one = plan.find(key)
            if plan.is_opened(key):
                raise Conflict("session_opened")
            if form.start is not None and abs(form.start - one.original) > FARTHEST_MOVE:
                raise Invalid("moved_too_far", days=FARTHEST_MOVE.days)
            changes = form.model_dump(exclude_unset=True)
            changes["cancelled"] = bool(changes.get("cancelled", one.cancelled))
            before = plan.overrides.get(one.original, Override())
            await dates.put_override(connection, id_, key, before.model_copy(update=changes))
            await refresh(connection, mine.series, now)
        return await self.read(caller, id_, key)

    async def respond(self, caller: Caller, id_: SeriesId, key: str, form: ResponseForm) -> SessionView:
        """Say whether a club comes. Its representatives may, and organizers who were told."""
        now = self._clock.now()
        async with self._database.transaction() as connection:
            mine = await standing(connection, caller, id_, now, to_change=True)
            one = (await dates.plan(connection, mine.series)).find(key)
            await self._refuse_foreign(connection, mine, form.club_id, now)
            if one.cancelled:
                raise Conflict("session_cancelled")
            if one.end <= now:
                raise Conflict("session_over")
            if form.answer is None:
                await dates.forget_response(connection, id_, key, form.club_id)
            else:
                response = Response(key, form.club_id, form.answer, form.note, caller.account, now)
                await dates.put_response(connection, id_, response)
        return await self.read(caller, id_, key)

    async def conflicts(self, caller: Caller, id_: SeriesId) -> ConflictList:
        """Tell where a club of this series has to be elsewhere too, in the coming weeks.

        Of a series that the caller has nothing to do with only its time is told.
        """
        now = self._clock.now()
        today = now.date()
        async with self._database.reading() as connection:
            mine = await standing(connection, caller, id_, now)
            own_clubs = {club for _, club in await people.clubs_of(connection, [id_], today)}
            others = await people.series_of_clubs(connection, own_clubs, today) - {id_}
            seated: dict[SeriesId, set[ClubId]] = {}
            for series, club in await people.clubs_of(connection, others, today):
                seated.setdefault(series, set()).add(club)
            own = await dates.window(connection, [id_], now, now + AHEAD, most=MOST_COMPARED)
            theirs = await dates.window(connection, others, now, now + AHEAD, most=MOST_COMPARED)
            visible = others if mine.administrator else others & await rows.ids_of(connection, mine.person, today)
            titles = {one.id: one.title for one in await rows.some(connection, visible)}
        found = (
            _conflict(one, other, own_clubs & seated.get(other.series_id, set()), titles)
            for one, other in _clashes(own, theirs)
        )
        return ConflictList(items=list(islice(found, MOST_CONFLICTS)))

    async def _refuse_foreign(self, connection: Connection, mine: Standing, club: ClubId, now: datetime) -> None:
        if club in mine.clubs:
            return
        seated = await people.clubs_of(connection, [mine.series.id], now.date())
        if not mine.may_organize or (mine.series.id, club) not in seated:
            raise NotAllowed("not_your_club")

    async def _around(self, connection: Connection, series: Series, shown: Sequence[Occurrence]) -> Around:
        keys = [one.key for one in shown]
        responses: dict[str, list[Response]] = {}
        for _, response in await dates.responses(connection, [series.id], keys):
            responses.setdefault(response.key, []).append(response)
        held = await dates.held(connection, [series.id], keys)
        live = await dates.live_now(connection, {one.session_id for some in held.values() for one in some})
        names = await self._names.names({one.person_id for some in responses.values() for one in some})
        return Around(responses, held, live, await dates.sequences(connection, series.id), names)


def _range(everything: Sequence[Occurrence], query: SessionsQuery, now: datetime) -> tuple[int, int]:
    """Return which part of the order is asked for."""
    order: list[_Place] = [(one.start, one.key) for one in everything]
    first, last = 0, len(order)
    if query.before is not None:
        last = bisect_left(order, _place(query.before))
    if query.after is not None:
        moment, key = _place(query.after)
        first = bisect_left(order, (moment, f"{key}~" if key else ""))
    elif query.before is None:
        first = next((place for place, one in enumerate(everything) if one.end > now), last)
    if query.before is not None and query.after is None:
        return max(0, last - query.most), last
    return first, max(first, min(last, first + query.most))


def _place(cursor: str) -> _Place:
    moment, _, key = cursor.partition(".")
    try:
        return datetime.strptime(moment, _MOMENT).replace(tzinfo=UTC), key
    except ValueError as error:
        raise Invalid("invalid") from error


def _cursor_of(one: Occurrence) -> str:
    return f"{one.start.strftime(_MOMENT)}.{one.key}"


def _cursor_before(everything: Sequence[Occurrence], place: int) -> str:
    """Name what lies before a place; at the end everything does."""
    if place < len(everything):
        return _cursor_of(everything[place])
    return (everything[-1].start + timedelta(minutes=1)).strftime(_MOMENT)


def _clashes(own: Sequence[PlannedDate], theirs: Sequence[PlannedDate]) -> Iterator[tuple[PlannedDate, PlannedDate]]:
    """Yield dates that overlap; both are given in order, so that only near ones are compared."""
    starts = [one.start_at for one in theirs]
    for one in own:
        near = slice(bisect_left(starts, one.start_at - LONGEST), bisect_left(starts, one.end_at))
        yield from ((one, other) for other in theirs[near] if _overlap(one, other))


def _overlap(one: PlannedDate, other: PlannedDate) -> bool:
    together = one.start_at < other.end_at and other.start_at < one.end_at
    return together and not one.cancelled and not other.cancelled


def _conflict(one: PlannedDate, other: PlannedDate, clubs: set[ClubId], titles: Mapping[SeriesId, str]) -> ConflictView:
    known = other.series_id in titles
    return ConflictView(
        key=one.key,
        clubs=sorted(clubs),
        start=other.start_at,
        end=other.end_at,
        series_id=other.series_id if known else None,
        title=(other.title or titles[other.series_id]) if known else None,
    )
