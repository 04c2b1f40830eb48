"""Wall clocks over the shifts of daylight saving."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from roundtable.kernel.wall_clock import WallTime, is_skipped, moment_of, wall_at
from tests.roundtable.series.rules import ZONES


def test_an_hour_that_does_not_exist_becomes_the_one_after() -> None:
    gap = datetime(2027, 3, 14, 2, 30)
    assert moment_of(gap, "America/Los_Angeles") == datetime(2027, 3, 14, 10, 30, tzinfo=UTC)
    assert wall_at(moment_of(gap, "America/Los_Angeles"), "America/Los_Angeles") == datetime(2027, 3, 14, 3, 30)
    assert is_skipped(gap, "America/Los_Angeles")


def test_of_a_doubled_hour_the_first_is_meant() -> None:
    doubled = datetime(2026, 11, 1, 1, 30)
    assert moment_of(doubled, "America/Los_Angeles") == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    assert not is_skipped(doubled, "America/Los_Angeles")


def test_lord_howe_shifts_by_half_an_hour() -> None:
    gap = datetime(2026, 10, 4, 2, 15)
    assert wall_at(moment_of(gap, "Australia/Lord_Howe"), "Australia/Lord_Howe") == datetime(2026, 10, 4, 2, 45)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2036, 1, 1)), st.sampled_from(ZONES))
def test_a_wall_clock_that_exists_comes_back(wall: datetime, zone: str) -> None:
    wall = wall.replace(second=0, microsecond=0)
    seen = wall_at(moment_of(wall, zone), zone)
    assert (seen == wall) != is_skipped(wall, zone)
    assert seen >= wall


def test_a_wall_clock_has_no_offset_and_no_seconds() -> None:
    walls = TypeAdapter(WallTime)
    with pytest.raises(ValidationError):
        walls.validate_python("2026-11-22T20:00+08:00")
    assert walls.validate_python("2026-11-22T20:00:59.5") == datetime(2026, 11, 22, 20)
