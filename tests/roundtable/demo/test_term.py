"""Whatever day it is, the demo stands in the middle of its term."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import TypeAdapter

from roundtable.demo.meetings import MIRROR_MEETINGS, SYNC_MEETINGS
from roundtable.demo.members import EVERYBODY, MIRROR_SEATS, SYNC_SEATS
from roundtable.demo.term import FRESH, extra_start, term_around
from roundtable.kernel.wall_clock import moment_of
from roundtable.series.schedule import Schedule, occurrences

HOURS = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=37 * number) for number in range(250)]
"""More than a year, at every hour of the day."""
AHEAD = timedelta(days=400)


def schedule_of(fields: object) -> Schedule:
    schedule: Schedule = TypeAdapter(Schedule).validate_python(fields)
    schedule.check()
    return schedule


@pytest.mark.parametrize(("name", "held"), [("sync", len(SYNC_MEETINGS)), ("mirrors", len(MIRROR_MEETINGS))])
def test_some_sessions_were_held_and_some_are_ahead(name: str, held: int) -> None:
    for now in HOURS:
        term = term_around(now)
        dates = occurrences(schedule_of(getattr(term, name)), {}, term.began, now + AHEAD)
        past = [one for one in dates if one.start < now]
        assert len(past) == held, now
        assert all(one.end < now - timedelta(days=3) for one in past), now
        assert len(dates) - held >= 3
        assert now + timedelta(days=1) < dates[held].start < now + timedelta(days=15), now
        assert term.began < past[0].start
        assert dates[held + 2].start > now + FRESH, "somebody who comes back finds something ahead"


def test_the_term_began_within_reach_of_the_window() -> None:
    """Dates are kept as rows for ninety days: the last session that was held lies within them."""
    for now in HOURS:
        assert now - term_around(now).began < timedelta(days=90)


def test_the_extra_date_has_just_begun() -> None:
    for now in HOURS:
        late = now - moment_of(extra_start(now), "Asia/Shanghai")
        assert timedelta() <= late < timedelta(minutes=15)


def test_everybody_who_speaks_has_an_account_and_sits_in_the_series() -> None:
    assert len({one.email for one in EVERYBODY}) == len(EVERYBODY)
    assert len({one.club for one in EVERYBODY} - {""}) == 8
    for meetings, seats in ((SYNC_MEETINGS, SYNC_SEATS), (MIRROR_MEETINGS, MIRROR_SEATS)):
        clubs = {one.club for one, _ in seats}
        assert {speaker.club for meeting in meetings for speaker in meeting.speakers} <= clubs
        principals = [one.club for one, kind in seats if kind == "principal"]
        assert sorted(principals) == sorted(clubs)
