"""What options mean on the walls of campuses, reckoned here in another way: by the offset that the zone has then."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.polls.hours import bad_zones, dates_of, spread
from roundtable.polls.model import When

ZONES = (
    "Asia/Shanghai", "America/Los_Angeles", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe",
    "Africa/Casablanca",
)  # fmt: skip
walls = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1)).map(lambda one: one.replace(second=0, microsecond=0))
EVENING = datetime(2026, 10, 20, 20)


@given(walls, st.sampled_from(ZONES), st.integers(5, 600), st.sampled_from(ZONES))
def test_a_wall_elsewhere_shows_the_moment_by_its_own_offset(
    wall: datetime, zone: str, minutes: int, there: str
) -> None:
    one = spread(wall, When(zone, minutes, "once"), (there,))
    start = one.start.astimezone(UTC)
    offset = start.astimezone(ZoneInfo(there)).utcoffset()
    assert offset is not None
    seen = one.hours[there].first
    assert seen.start == start.replace(tzinfo=None) + offset
    assert one.end - one.start == timedelta(minutes=minutes)


@given(walls, st.sampled_from(ZONES))
def test_an_hour_in_a_gap_says_what_it_becomes(wall: datetime, zone: str) -> None:
    one = spread(wall, When(zone, 60, "once"), (zone,))
    shown = one.hours[zone].first.start
    assert (one.becomes is None) == (shown == wall)
    assert one.becomes in (None, shown)
    assert shown >= wall


@given(walls, st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_a_bad_hour_is_one_outside_eight_to_ten(wall: datetime, zone: str, there: str) -> None:
    one = spread(wall, When(zone, 60, "once"), (there,))
    seen = one.hours[there].first
    fits = seen.start.time() >= time(8) and seen.start.date() == seen.end.date() and seen.end.time() <= time(22)
    assert seen.is_bad_hour == (not fits)
    assert bad_zones(one) == (frozenset() if fits else frozenset({there}))


@given(walls, st.sampled_from(ZONES), st.sampled_from(("weekly", "fortnightly")))
def test_an_hour_that_repeats_is_the_same_on_its_own_wall_for_half_a_year(
    wall: datetime, zone: str, repeats: str
) -> None:
    when = When(zone, 60, "weekly" if repeats == "weekly" else "fortnightly")
    dates = dates_of(wall, when)
    assert len(dates) == (26 if repeats == "weekly" else 13)
    assert {(one.original.weekday(), one.original.time()) for one in dates} == {(wall.weekday(), wall.time())}
    assert spread(wall, when, (zone,)).dates == len(dates)


def test_an_hour_that_repeats_tells_from_when_on_another_hour_is_seen() -> None:
    """Clocks go back in Berlin on 25 October 2026, in Los Angeles on 1 November; both go forward in March."""
    one = spread(EVENING, When("Asia/Shanghai", 90, "weekly"), ZONES[:3])
    assert one.hours["Asia/Shanghai"].shifts == []
    told = {
        zone: [(f"{shift.on:%Y-%m-%d}", f"{shift.instead_of:%H:%M}", f"{shift.sees:%H:%M}") for shift in hours.shifts]
        for zone, hours in one.hours.items()
    }
    assert told == {
        "Asia/Shanghai": [],
        "America/Los_Angeles": [("2026-11-03", "05:00", "04:00"), ("2027-03-16", "04:00", "05:00")],
        "Europe/Berlin": [("2026-10-27", "14:00", "13:00"), ("2027-03-30", "13:00", "14:00")],
    }
    assert bad_zones(one) == {"America/Los_Angeles"}


def test_an_hour_that_becomes_bad_only_in_winter_is_bad() -> None:
    one = spread(
        datetime(2026, 10, 20, 8), When("Europe/Berlin", 60, "weekly"), ("Africa/Casablanca", "Asia/Kathmandu")
    )
    morning = one.hours["Africa/Casablanca"]
    assert (morning.first.start.time(), morning.first.is_bad_hour) == (time(7), True)
    late = spread(datetime(2026, 10, 20, 15), When("Europe/Berlin", 120, "weekly"), ("Asia/Kathmandu",))
    evening = late.hours["Asia/Kathmandu"]
    assert (evening.first.is_bad_hour, evening.bad_dates) == (False, 0)
    later = spread(datetime(2026, 10, 20, 16), When("Europe/Berlin", 120, "weekly"), ("Asia/Kathmandu",))
    assert (later.hours["Asia/Kathmandu"].first.is_bad_hour, later.hours["Asia/Kathmandu"].bad_dates) == (False, 22)


@pytest.mark.parametrize(
    ("wall", "zone", "becomes"),
    [
        (datetime(2027, 3, 14, 2, 30), "America/Los_Angeles", datetime(2027, 3, 14, 3, 30)),
        (datetime(2026, 10, 4, 2, 15), "Australia/Lord_Howe", datetime(2026, 10, 4, 2, 45)),
        (datetime(2027, 3, 28, 2), "Europe/Berlin", datetime(2027, 3, 28, 3)),
    ],
)
def test_what_hours_of_gaps_become(wall: datetime, zone: str, becomes: datetime) -> None:
    assert spread(wall, When(zone, 60, "once"), (zone,)).becomes == becomes
