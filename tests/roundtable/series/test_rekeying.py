"""What belongs to a date stays with it: as a property."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtable.series.rekeying import rekeyed
from roundtable.series.schedule import Anchor, Override, Schedule, planned, split
from tests.roundtable.series.rules import rules

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""On a busy machine a schedule takes its time to be drawn; that says nothing about the rule."""

hours = st.times().map(lambda hour: hour.replace(second=0, microsecond=0))


@st.composite
def schedules(draw: Any) -> Schedule:
    """A schedule with one or two anchors and some more dates."""
    rule, start = draw(rules())
    anchors = [Anchor(zone="Asia/Shanghai", time=draw(hours)) for _ in range(draw(st.integers(1, 2)))]
    more = draw(st.lists(st.tuples(st.integers(0, 60), hours), max_size=4))
    extra = tuple(datetime.combine(start + timedelta(days=days), hour) for days, hour in more)
    return Schedule(starts_on=start, anchors=tuple(anchors), minutes=60, rule=rule, extra=extra)


@unhurried
@given(schedules(), schedules())
def test_a_date_becomes_one_of_the_same_day_or_none_and_no_two_the_same(before: Schedule, after: Schedule) -> None:
    starts = list(planned(before))[:60]
    becomes = rekeyed(starts, after)
    new = set(planned(after))
    assert set(becomes) == set(starts)
    kept = [start for start in becomes.values() if start is not None]
    assert len(set(kept)) == len(kept)
    for start, now in becomes.items():
        if now is None:
            free = {one for one in new if one.date() == start.date()} - set(kept)
            assert free == set()
        else:
            assert now in new
            assert now.date() == start.date()
        if start in new:
            assert now == start


@unhurried
@given(schedules(), hours)
def test_another_hour_loses_nothing(before: Schedule, hour: Any) -> None:
    after = before.model_copy(update={"anchors": tuple(Anchor(zone=one.zone, time=hour) for one in before.anchors)})
    plain = before.model_copy(update={"extra": ()})
    becomes = rekeyed(planned(plain), after.model_copy(update={"extra": ()}))
    assert None not in becomes.values()


@unhurried
@given(schedules(), st.integers(1, 20))
def test_splitting_loses_nothing(schedule: Schedule, place: int) -> None:
    plain = schedule.model_copy(update={"extra": ()})
    starts = sorted(planned(plain))
    if place >= len(starts):
        return
    cut = split(plain, {starts[place]: Override(title="Special")}, starts[place])
    assert rekeyed(starts[place:], cut.after) == {start: start for start in starts[place:]}
    assert sorted(planned(cut.before)) == starts[:place]
