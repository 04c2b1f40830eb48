"""Planning series: making one, changing it, splitting it, and who runs it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from roundtable.database import Connection, Database
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, Invalid, NotFound
from roundtable.kernel.ids import PersonId, SeatId, SeriesId, new_id
from roundtable.kernel.register import Register
from roundtable.series.access import organizing, standing
from roundtable.series.announcing import announce
from roundtable.series.model import Plan, Role, RoleHolder, Series, original_of
from roundtable.series.naming import ZoneNames
from roundtable.series.ports import Names, SeriesRooms, Staff
from roundtable.series.rekeying import rekeyed
from roundtable.series.resources.series import NewSeries, SeriesChanges, SeriesList, SeriesQuery, SeriesView, Somebody
from roundtable.series.resources.sessions import FollowingForm, FollowingView
from roundtable.series.schedule import Override, Schedule, key_of, split
from roundtable.series.showing import Facts, series_entry, series_view
from roundtable.series.tables import dates, people
from roundtable.series.tables import series as rows
from roundtable.series.window import refresh

MOST_SERIES: Final = 100
"""Series that one person has made and that go on."""
MOST_ROLES: Final = 40
MOST_NAMED: Final = 20
"""Dates that a refusal names; more are only counted."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The other subjects that series live with."""

    people: Names
    register: Register
    rooms: SeriesRooms


class Planning:
    """All series. Who has nothing to do with a series learns nothing of it."""

    def __init__(self, database: Database, around: Neighbours, clock: Clock) -> None:
        self._database = database
        self._around = around
        self._clock = clock

    async def page(self, caller: Caller, query: SeriesQuery) -> SeriesList:
        """List the caller's series, or for administrators all there are."""
        if query.all:
            caller.must_be_administrator()
        whose = None if query.all else caller.account
        today = self._clock.now().date()
        async with self._database.reading() as connection:
            found = await rows.page(connection, whose, today, after=query.after, most=query.most + 1)
        zones = ZoneNames(await self._around.register.campuses())
        shown = found[: query.most]
        return SeriesList(
            items=[series_entry(one, zones) for one in shown],
            next=shown[-1].id if len(found) > query.most else None,
        )

    async def read(self, caller: Caller, id_: SeriesId) -> SeriesView:
        """Show a series."""
        async with self._database.reading() as connection:
            mine = await standing(connection, caller, id_, self._clock.now())
            roles = await people.roles(connection, id_)
            successor = await rows.followed_by(connection, id_)
        names = await self._around.people.names({one.person_id for one in roles})
        zones = ZoneNames(await self._around.register.campuses())
        return series_view(mine, Facts(roles, successor, names), zones)

    async def make(self, caller: Caller, form: NewSeries) -> SeriesView:
        """Plan a series; its room is made with it, and whoever plans it organizes it."""
        form.schedule.check()
        now, person = self._clock.now(), caller.account
        async with self._database.transaction() as connection:
            await _refuse_too_many(connection, person)
            room, slug = await self._around.rooms.make(connection, person, form.title)
            series = Series(
                id=SeriesId(new_id("ser")),
                slug=slug,
                room_id=room,
                created_by=person,
                created_at=now,
                **{name: getattr(form, name) for name in type(form).model_fields},
            )
            await rows.add(connection, series)
            await people.give_role(connection, series.id, RoleHolder(person, "organizer"))
            await refresh(connection, series, now)
        return await self.read(caller, series.id)

    async def change(self, caller: Caller, id_: SeriesId, form: SeriesChanges) -> SeriesView:
        """Change a series. What is different about single dates stays with the date where that stays."""
        changes = {name: getattr(form, name) for name in form.model_fields_set - {"confirmed", "sequence"}}
        changes = {name: value for name, value in changes.items() if value is not None}
        now = self._clock.now()
        async with self._database.transaction() as connection:
            mine = await organizing(connection, caller, id_, now)
            _refuse_stale(mine.series, form.sequence)
            if form.schedule is not None:
                form.schedule.check()
                plan = await dates.plan(connection, mine.series)
                await _keep_dates(connection, plan, form.schedule, confirmed=form.confirmed)
            await rows.change(connection, id_, changes)
            if form.title is not None:
                await self._around.rooms.retitle(connection, mine.series.room_id, form.title)
            await refresh(connection, replace(mine.series, **changes), now)
        return await self.read(caller, id_)

    async def end(self, caller: Caller, id_: SeriesId) -> None:
        """End a series: what would begin later does not take place, what was stays. Twice is the same as once."""
        now = self._clock.now()
        async with self._database.transaction() as connection:
            mine = await standing(connection, caller, id_, now, to_change=True)
            mine.must_organize()
            if mine.series.ended_at is None:
                await rows.change(connection, id_, {"ended_at": now})
                await refresh(connection, replace(mine.series, ended_at=now), now)

    async def follow(self, caller: Caller, id_: SeriesId, key: str, form: FollowingForm) -> FollowingView:
        """Change this date and all that follow: the series ends before it, and a new one with the same link begins."""
        now, changes = self._clock.now(), form.changes
        async with self._database.transaction() as connection:
            mine = await organizing(connection, caller, id_, now)
            _refuse_stale(mine.series, form.sequence)
            await _refuse_too_many(connection, caller.account)
            plan = await dates.plan(connection, mine.series)
            before, after = _cut(plan, original_of(key), changes.schedule)
            new = replace(
                mine.series,
                id=SeriesId(new_id("ser")),
                title=changes.title or mine.series.title,
                about=mine.series.about if changes.about is None else changes.about,
                schedule=after,
                doors_minutes=mine.series.doors_minutes if changes.doors_minutes is None else changes.doors_minutes,
                created_by=caller.account,
                created_at=now,
                sequence=0,
                preceded_by=id_,
            )
            await rows.add(connection, new)
            await _keep_dates(
                connection, plan, after, confirmed=form.confirmed, begin=original_of(key), in_series=new.id
            )
            await _take_along(connection, mine.series, new)
            await rows.change(connection, id_, {"schedule": before})
            await self._around.rooms.retitle(connection, new.room_id, new.title)
            await refresh(connection, replace(mine.series, schedule=before), now)
            await refresh(connection, new, now)
        return FollowingView(before=await self.read(caller, id_), after=await self.read(caller, new.id))

    async def give_role(self, caller: Caller, id_: SeriesId, somebody: Somebody, role: Role) -> SeriesView:
        """Give somebody a role. Organizers and moderators also run the room, from its next session on."""
        now = self._clock.now()
        async with self._database.reading() as connection:
            (await standing(connection, caller, id_, now)).must_organize()
        person = await known_person(self._around.people, caller, somebody)
        async with self._database.transaction() as connection:
            mine = await standing(connection, caller, id_, now, to_change=True)
            mine.must_organize()
            if len(await people.roles(connection, id_)) >= MOST_ROLES:
                raise Conflict("too_many_roles", most=MOST_ROLES)
            await people.give_role(connection, id_, RoleHolder(person, role))
            await restaff(connection, self._around.rooms, mine.series)
            await announce(connection, id_, now)
        return await self.read(caller, id_)

    async def take_role(self, caller: Caller, id_: SeriesId, holder: RoleHolder) -> None:
        """Take a role from somebody, or lay one's own down. A series keeps an organizer."""
        now = self._clock.now()
        async with self._database.transaction() as connection:
            mine = await standing(connection, caller, id_, now, to_change=True)
            if holder.person_id != caller.account:
                mine.must_organize()
            organizers = {one.person_id for one in await people.roles(connection, id_) if one.role == "organizer"}
            if holder.role == "organizer" and organizers == {holder.person_id}:
                raise Conflict("last_organizer")
            await people.take_role(connection, id_, holder)
            await restaff(connection, self._around.rooms, mine.series, dismissed={holder.person_id})
            await announce(connection, id_, now)


async def known_person(names: Names, caller: Caller, somebody: Somebody) -> PersonId:
    """Find a person by id or address, or invite whom nobody knows if they were given a name.

    Raises NotFound `no_such_person`. Ask only for those who may know.
    """
    if somebody.person_id is not None:
        found = somebody.person_id if await names.names([somebody.person_id]) else None
    else:
        found = await names.with_email(somebody.email or "")
        if found is None and somebody.name is not None:
            return await names.invited(caller, somebody.email or "", somebody.name)
    if found is None:
        raise NotFound("no_such_person")
    return found


async def restaff(
    connection: Connection, rooms: SeriesRooms, series: Series, *, dismissed: Collection[PersonId] = ()
) -> None:
    """Let those run the room who run one of the series that meet in it."""
    holders = await people.roles_in_room(connection, series.room_id)
    organizers = list(dict.fromkeys(one.person_id for one in holders if one.role == "organizer"))
    moderators = {one.person_id for one in holders if one.role == "moderator"}
    await rooms.staff(connection, series.room_id, Staff(organizers, moderators, dismissed))


async def _refuse_too_many(connection: Connection, person: PersonId) -> None:
    if await rows.count_made(connection, person) >= MOST_SERIES:
        raise Conflict("too_many_series", most=MOST_SERIES)


def _refuse_stale(series: Series, sequence: int | None) -> None:
    """Raise Conflict `changed_meanwhile` if the series was edited since it was read."""
    if sequence is not None and sequence != series.sequence:
        raise Conflict("changed_meanwhile")


def _cut(plan: Plan, original: datetime, wanted: Schedule | None) -> tuple[Schedule, Schedule]:
    """Return the schedules before and from a date on; what was opened there cannot be cut off."""
    cut = split(plan.series.schedule, plan.overrides, original)
    if any(opened.date() >= original.date() for opened in plan.opened):
        raise Conflict("session_opened")
    after = wanted or cut.after
    after.check()
    if after.starts_on < original.date():
        raise Invalid("starts_too_early", first=original.date().isoformat())
    return cut.before, after


async def _keep_dates(
    connection: Connection,
    plan: Plan,
    schedule: Schedule,
    *,
    confirmed: bool,
    begin: datetime | None = None,
    in_series: SeriesId | None = None,
) -> None:
    """Take changes and answers of single dates along; raises Conflict `would_lose` for those without a date."""
    answered = {original_of(key) for key in await dates.answered(connection, plan.series.id)}
    concerned = {*plan.overrides, *answered}
    if begin is not None:
        concerned = {original for original in concerned if original.date() >= begin.date()}
    becomes = rekeyed({*concerned, *(plan.opened if in_series is None else ())}, schedule)
    moved = {original: becomes[original] for original in concerned - plan.opened.keys()}
    lost = sorted(
        original
        for original, now in moved.items()
        if now is None and (original in answered or plan.overrides[original] != Override())
    )
    if lost and not confirmed:
        named = " ".join(key_of(original) for original in lost[:MOST_NAMED])
        raise Conflict("would_lose", count=len(lost), sessions=named)
    keys = {key_of(original): None if now is None else key_of(now) for original, now in moved.items()}
    await dates.rekey(connection, plan.series.id, keys, in_series=in_series)


async def _take_along(connection: Connection, before: Series, after: Series) -> None:
    """Let those who run the old series run the new one, and those sit in it whose term reaches so far."""
    for holder in await people.roles(connection, before.id):
        await people.give_role(connection, after.id, holder)
    begin = after.schedule.starts_on
    staying = [one for one in await people.seats(connection, before.id) if one.overlaps(begin, None)]
    await people.add_seats(connection, [replace(one, id=SeatId(new_id("seat")), series_id=after.id) for one in staying])
