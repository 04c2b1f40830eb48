"""Series over the shifts of daylight saving, and single dates that are different."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from roundtable.kernel.errors import Conflict, NotFound
from roundtable.kernel.wall_clock import moment_of, wall_at
from roundtable.series.rule import LONGEST_DAYS, MOST_DATES, Rule, dates
from roundtable.series.schedule import Anchor, Override, Overrides, Schedule, find, occurrences, split, upcoming
from tests.roundtable.series.rules import ZONES, as_dateutil, rules

SHANGHAI = Anchor(zone="Asia/Shanghai", time=time(20))
BERLIN = Anchor(zone="Europe/Berlin", time=time(20))
FORTNIGHTLY = Rule(frequency="weekly", interval=2, weekdays=("WE",), count=6)
TERM = Schedule(starts_on=date(2026, 9, 23), anchors=(SHANGHAI,), minutes=90, rule=FORTNIGHTLY)
ALWAYS = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def starts(schedule: Schedule, overrides: Overrides | None = None) -> list[str]:
    return [one.start.strftime("%m-%dT%H:%MZ") for one in occurrences(schedule, overrides or {}, *ALWAYS)]


def test_the_wall_clock_stays_when_the_clocks_of_its_place_shift() -> None:
    los_angeles = Schedule(
        starts_on=date(2026, 10, 28),
        anchors=(Anchor(zone="America/Los_Angeles", time=time(18)),),
        minutes=60,
        rule=Rule(frequency="weekly", weekdays=("WE",), count=2),
    )
    assert starts(los_angeles) == ["10-29T01:00Z", "11-05T02:00Z"]


def test_a_session_over_a_shift_lasts_as_long_as_any_other() -> None:
    """From 01:30 to 02:00 on the wall is an hour and a half when the hour from one to two comes twice."""
    night = Schedule(
        starts_on=date(2026, 11, 1), anchors=(Anchor(zone="America/Los_Angeles", time=time(1, 30)),), minutes=90
    )
    [one] = occurrences(night, {}, *ALWAYS)
    assert (one.start, one.end) == (datetime(2026, 11, 1, 8, 30, tzinfo=UTC), datetime(2026, 11, 1, 10, tzinfo=UTC))
    assert wall_at(one.end, one.zone) == datetime(2026, 11, 1, 2)


def test_two_anchors_are_taken_in_turn() -> None:
    turns = TERM.model_copy(update={"anchors": (SHANGHAI, BERLIN)})
    assert starts(turns)[:4] == ["09-23T12:00Z", "10-07T18:00Z", "10-21T12:00Z", "11-04T19:00Z"]


def test_an_extra_date_comes_once_even_if_the_rule_has_it_too() -> None:
    more = (datetime(2026, 9, 23, 20), datetime(2026, 9, 30, 19))
    assert starts(TERM.model_copy(update={"extra": more}))[:3] == ["09-23T12:00Z", "09-30T11:00Z", "10-07T12:00Z"]


def test_a_moved_session_is_found_by_its_first_date_and_at_its_new_place() -> None:
    original = datetime(2026, 10, 7, 20)
    moved = {original: Override(start=datetime(2026, 10, 8, 21), minutes=30, title="Release party")}
    one = find(TERM, moved, original)
    assert (one.key, one.moved, one.title) == ("20261007T2000", True, "Release party")
    assert (one.start, one.end) == (
        datetime(2026, 10, 8, 13, tzinfo=UTC),
        datetime(2026, 10, 8, 13, 30, tzinfo=UTC),
    )
    assert starts(TERM, moved)[1] == "10-08T13:00Z"
    assert not find(TERM, {original: Override(start=original, minutes=30)}, original).moved


def test_a_cancelled_session_is_shown_but_does_not_come_up() -> None:
    cancelled = {datetime(2026, 9, 23, 20): Override(cancelled=True)}
    assert occurrences(TERM, cancelled, *ALWAYS)[0].cancelled
    after = datetime(2026, 9, 1, tzinfo=UTC)
    assert [one.key for one in upcoming(TERM, cancelled, after, 2)] == ["20261007T2000", "20261021T2000"]


def test_a_session_that_goes_on_is_still_upcoming() -> None:
    during = datetime(2026, 9, 23, 13, 29, tzinfo=UTC)
    assert upcoming(TERM, {}, during, 1)[0].key == "20260923T2000"
    assert upcoming(TERM, {}, during + timedelta(minutes=1), 1)[0].key == "20261007T2000"


def test_nothing_happens_on_other_dates() -> None:
    with pytest.raises(NotFound):
        find(TERM, {}, datetime(2026, 9, 24, 20))


def test_this_and_following_names_what_is_lost() -> None:
    turns = TERM.model_copy(update={"anchors": (SHANGHAI, BERLIN)})
    lost, kept = datetime(2026, 10, 21, 20), datetime(2026, 9, 23, 20)
    cut = split(turns, {kept: Override(cancelled=True), lost: Override(title="x")}, datetime(2026, 10, 7, 20))
    assert starts(cut.before) + starts(cut.after) == starts(turns)
    assert cut.lost == (lost,)
    with pytest.raises(Conflict):
        split(TERM, {}, datetime(2026, 9, 23, 20))
    for elsewhere in (datetime(2026, 9, 24, 20), datetime(2026, 10, 7, 19), datetime(2026, 10, 7, 9)):
        with pytest.raises(NotFound):
            split(TERM.model_copy(update={"extra": (datetime(2026, 10, 7, 9),)}), {}, elsewhere)


@pytest.mark.parametrize("zone", ZONES)
@settings(max_examples=40, deadline=None)
@given(rules(), st.integers(0, 23), st.integers(0, 59))
def test_occurrences_are_what_python_dateutil_expands_in_every_zone(
    zone: str, drawn: tuple[Rule, date], hour: int, minute: int
) -> None:
    """Over shifts too; an hour that clocks skip has the offset from before the gap with both."""
    rule, start = drawn
    anchor = Anchor(zone=zone, time=time(hour, minute))
    schedule = Schedule(starts_on=start, anchors=(anchor,), minutes=45, rule=rule)
    if next(dates(rule, start), None) != start:
        return
    found = [one.start for one in occurrences(schedule, {}, *ALWAYS)][:80]
    horizon = start + timedelta(days=LONGEST_DAYS)
    theirs = [one for one in islice(as_dateutil(rule, start, anchor.time, zone), 80) if one.date() <= horizon]
    assert found == [one.astimezone(UTC) for one in theirs]
    assert found == [moment_of(datetime.combine(day, anchor.time), zone) for day in islice(dates(rule, start), 80)]


@given(rules(), st.data())
def test_changing_one_changes_no_other(drawn: tuple[Rule, date], data: st.DataObject) -> None:
    rule, start = drawn
    schedule = Schedule(starts_on=start, anchors=(SHANGHAI, BERLIN), minutes=45, rule=rule)
    before = {one.original: one for one in occurrences(schedule, {}, *ALWAYS)}
    if not before:
        return
    changed = data.draw(st.sampled_from(sorted(before)))
    override = data.draw(
        st.sampled_from(
            [Override(cancelled=True), Override(start=changed + timedelta(days=20, hours=1)), Override(title="t")]
        )
    )
    after = {one.original: one for one in occurrences(schedule, {changed: override}, *ALWAYS)}
    assert after.keys() == before.keys()
    assert {key: one for key, one in after.items() if key != changed} == {
        key: one for key, one in before.items() if key != changed
    }


@given(rules(), st.data())
def test_a_split_series_meets_when_the_whole_one_would(drawn: tuple[Rule, date], data: st.DataObject) -> None:
    rule, start = drawn
    schedule = Schedule(starts_on=start, anchors=(SHANGHAI, BERLIN), minutes=45, rule=rule)
    whole = occurrences(schedule, {}, *ALWAYS)
    if len(whole) < 2:
        return
    at = data.draw(st.sampled_from(whole[1:]))
    cut = split(schedule, {}, at.original)
    parts = [*occurrences(cut.before, {}, *ALWAYS), *occurrences(cut.after, {}, *ALWAYS)]
    assert parts[: len(whole)] == whole
    ends_in_sight = len(whole) < MOST_DATES and (rule.until is not None or len(whole) == rule.count)
    assert parts == whole or not ends_in_sight


def test_a_split_brings_into_sight_what_was_too_far_away_and_no_more_than_the_count() -> None:
    rule = Rule(frequency="monthly", interval=8, weekdays=("MO",), nth=1, count=17)
    schedule = Schedule(starts_on=date(2024, 1, 1), anchors=(SHANGHAI,), minutes=45, rule=rule)
    cut = split(schedule, {}, datetime(2024, 9, 2, 20))
    ahead = datetime(2034, 9, 4, 20)
    assert [len(starts(schedule)), len(starts(cut.before)), len(starts(cut.after))] == [16, 1, 16]
    assert find(cut.after, {}, ahead).original == ahead


@pytest.mark.parametrize(
    "fields",
    [
        {"anchors": ()},
        {"anchors": (SHANGHAI, BERLIN, SHANGHAI)},
        {"minutes": 0},
        {"minutes": 10_000},
        {"starts_on": date(9999, 12, 31)},
        {"extra": tuple(datetime(2026, 10, 1) + timedelta(days=n) for n in range(51))},
        {"extra": (datetime(2050, 1, 1),)},
        {"extra": (datetime(2026, 10, 1, tzinfo=UTC),)},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_hostile_schedules_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Schedule.model_validate({**TERM.model_dump(), **fields})
