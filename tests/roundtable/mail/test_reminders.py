"""Which reminders a session calls for: moved ones again, late ones not, nobody twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from roundtable.kernel.ids import PersonId
from roundtable.mail.reminders import Occasion, Reader, is_current, planned

START = datetime(2026, 12, 1, 12, tzinfo=UTC)
SYNC = Occasion("ser_1", "2026-12-01T20:00", START)
LI, MEI = Reader(PersonId("per_li")), Reader(PersonId("per_mei"), wants_reminders=False)


def test_who_wants_it_is_reminded_a_day_and_an_hour_before_and_once_for_all_their_seats() -> None:
    plan = list(planned(SYNC, iter([LI, MEI, LI]), START - timedelta(days=9)))
    assert [(one.person, one.run_at, one.expires_at) for one in plan] == [
        (LI.person, START - timedelta(hours=24), START - timedelta(hours=12)),
        (LI.person, START - timedelta(hours=1), START - timedelta(minutes=30)),
    ]


def test_planning_again_gives_the_same_keys_and_a_moved_session_new_ones() -> None:
    now = START - timedelta(days=9)
    keys = [one.key for one in planned(SYNC, [LI], now)]
    assert keys == [one.key for one in planned(SYNC, [LI], now + timedelta(hours=1))]
    moved = replace(SYNC, start_at=START + timedelta(hours=2))
    assert not set(keys) & {one.key for one in planned(moved, [LI], now)}
    assert (is_current(START, SYNC), is_current(START, moved), is_current(START, None)) == (True, False, False)


def test_what_is_too_late_is_not_planned() -> None:
    assert [one.run_at for one in planned(SYNC, [LI], START - timedelta(hours=11))] == [START - timedelta(hours=1)]
    assert list(planned(SYNC, [LI], START)) == []


def test_a_cancelled_session_reminds_nobody() -> None:
    off = replace(SYNC, cancelled=True)
    assert list(planned(off, [LI], START - timedelta(days=9))) == []
    assert not is_current(START, off)
