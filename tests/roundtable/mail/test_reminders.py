"""Which reminders a session calls for, and for whom: moved ones again, late ones not, nobody who does not want them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from roundtable.kernel.ids import ClubId
from roundtable.mail.reminders import Occasion, Reader, is_current, is_reminded, planned

START = datetime(2026, 12, 1, 12, tzinfo=UTC)
SYNC = Occasion("ser_1", "20261201T2000", START)
ONE, OTHER = ClubId("clb_1"), ClubId("clb_2")


def test_a_session_reminds_a_day_and_an_hour_before_each_until_half_of_that_is_over() -> None:
    plan = list(planned(SYNC, START - timedelta(days=9)))
    assert [(one.run_at, one.expires_at) for one in plan] == [
        (START - timedelta(hours=24), START - timedelta(hours=12)),
        (START - timedelta(hours=1), START - timedelta(minutes=30)),
    ]


def test_planning_again_gives_the_same_keys_and_a_moved_session_new_ones() -> None:
    now = START - timedelta(days=9)
    keys = [one.key for one in planned(SYNC, now)]
    assert keys == [one.key for one in planned(SYNC, now + timedelta(hours=1))]
    moved = replace(SYNC, start_at=START + timedelta(hours=2))
    assert not set(keys) & {one.key for one in planned(moved, now)}
    assert (is_current(START, SYNC), is_current(START, moved), is_current(START, None)) == (True, False, False)


def test_what_is_too_late_is_not_planned() -> None:
    assert [one.run_at for one in planned(SYNC, START - timedelta(hours=11))] == [START - timedelta(hours=1)]
    assert list(planned(SYNC, START)) == []


def test_a_cancelled_session_reminds_nobody() -> None:
    off = replace(SYNC, cancelled=True)
    assert list(planned(off, START - timedelta(days=9))) == []
    assert not is_current(START, off)


@pytest.mark.parametrize(
    ("reader", "absent", "is_told"),
    [
        (Reader(clubs={ONE}), set(), True),
        (Reader(clubs={ONE}), {ONE}, False),
        (Reader(clubs={ONE, OTHER}), {ONE}, True),
        (Reader(runs_it=True, clubs={ONE}), {ONE}, True),
        (Reader(runs_it=True), set(), True),
        (Reader(), set(), False),
        (Reader(wants_reminders=False, runs_it=True, clubs={ONE}), set(), False),
    ],
)
def test_who_is_reminded(reader: Reader, absent: set[ClubId], is_told: bool) -> None:
    assert is_reminded(reader, absent) is is_told
