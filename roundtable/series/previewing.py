"""What a schedule would mean, before anybody has saved it."""

from datetime import datetime, timedelta
from typing import Final

from roundtable.kernel.clock import Clock
from roundtable.kernel.consequences import Consequences, consequences
from roundtable.kernel.register import Campus, Register
from roundtable.series.naming import ZoneNames
from roundtable.series.resources.series import (
    MOST_CAMPUSES,
    CampusPreview,
    LocalView,
    NextView,
    PreviewForm,
    PreviewView,
    ShiftView,
)
from roundtable.series.rule import MOST_DATES
from roundtable.series.schedule import MOST_EXTRA_DATES, Occurrence, occurrences, upcoming

LOOKED_AHEAD: Final = timedelta(days=366)
"""A year sees every change of clocks."""
MOST_LOOKED_AT: Final = 120
MOST_AHEAD: Final = MOST_DATES + MOST_EXTRA_DATES


class Previews:
    """Reads schedules for editors."""

    def __init__(self, register: Register, clock: Clock) -> None:
        self._register = register
        self._clock = clock

    async def preview(self, form: PreviewForm) -> PreviewView:
        """Say a schedule as a sentence, with its next dates, and what they mean on each campus."""
        schedule = form.schedule
        schedule.check()
        campuses = await self._register.campuses()
        wanted = campuses if form.campus_ids is None else [one for one in campuses if one.id in form.campus_ids]
        places = wanted[:MOST_CAMPUSES]
        now = self._clock.now()
        ahead = upcoming(schedule, {}, now, MOST_AHEAD)
        begin = ahead[0].start if ahead else now
        found = occurrences(schedule, {}, begin, begin + LOOKED_AHEAD)[:MOST_LOOKED_AT]
        means = consequences(found, [place.zone for place in places])
        chinese, english = ZoneNames(campuses).sentences(schedule)
        return PreviewView(
            sentence_zh=chinese,
            sentence_en=english,
            dates=len(found),
            next=[_date(one) for one in found[: form.most]],
            left=len(ahead) if schedule.has_end else None,
            last=_date(ahead[-1]) if schedule.has_end and ahead else None,
            campuses=[_campus(place, means[place.zone], form.most) for place in places],
        )


def _date(one: Occurrence) -> NextView:
    return NextView(key=one.key, start=one.start, end=one.end, zone=one.zone)


def _campus(place: Campus, means: Consequences, most: int) -> CampusPreview:
    return CampusPreview(
        id=place.id,
        name_zh=place.name_zh,
        name_en=place.name_en,
        city_zh=place.city_zh,
        city_en=place.city_en,
        zone=place.zone,
        times=[
            LocalView(key=one.key, start=_wall(one.start), end=_wall(one.end), bad_hour=one.is_bad_hour)
            for one in means.times[:most]
        ],
        shifts=[
            ShiftView(key=one.key, on=_wall(one.on), sees=one.sees, instead_of=one.instead_of) for one in means.shifts
        ],
        bad_hours=means.bad_hours,
    )


def _wall(clock: datetime) -> datetime:
    return clock.replace(second=0, microsecond=0)
