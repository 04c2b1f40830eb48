"""What a schedule means in other places."""

from datetime import UTC, date, datetime, time

from roundtable.kernel.consequences import Consequences, consequences
from roundtable.series.rule import Rule
from roundtable.series.schedule import Anchor, Override, Schedule, occurrences

TERM = Schedule(
    starts_on=date(2026, 10, 18),
    anchors=(Anchor(zone="Asia/Shanghai", time=time(18)),),
    minutes=60,
    rule=Rule(frequency="weekly", weekdays=("SU",), count=3),
)
YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


def seen_from(zone: str, schedule: Schedule = TERM, **overrides: Override) -> Consequences:
    changed = {datetime.strptime(key[1:], "%Y%m%dT%H%M"): one for key, one in overrides.items()}  # noqa: DTZ007
    return consequences(occurrences(schedule, changed, *YEAR), [zone])[zone]


def test_from_november_on_los_angeles_sees_two_instead_of_three() -> None:
    there = seen_from("America/Los_Angeles")
    assert [one.start.strftime("%m-%d %H:%M") for one in there.times] == ["10-18 03:00", "10-25 03:00", "11-01 02:00"]
    assert [(shift.key, shift.sees, shift.instead_of) for shift in there.shifts] == [
        ("20261101T1800", time(2), time(3))
    ]


def test_the_place_of_the_anchor_sees_no_shift() -> None:
    here = seen_from("Asia/Shanghai")
    assert (here.shifts, here.bad_hours) == ([], 0)


def test_the_night_is_a_bad_hour_and_so_is_a_session_past_ten() -> None:
    assert seen_from("America/Los_Angeles").bad_hours == 3
    assert seen_from("Pacific/Auckland").bad_hours == 3
    assert seen_from("Europe/Berlin").bad_hours == 0


def test_a_session_that_was_moved_by_hand_is_no_shift() -> None:
    moved = seen_from("Asia/Shanghai", _20261025T1800=Override(start=datetime(2026, 10, 25, 9)))
    assert moved.shifts == []


def test_alternating_anchors_are_no_shift() -> None:
    turns = TERM.model_copy(
        update={"anchors": (*TERM.anchors, Anchor(zone="Europe/Berlin", time=time(18)))},
    )
    assert seen_from("Asia/Shanghai", turns).shifts == []
