"""A schedule as what calendar programs are invited to."""

from datetime import date, datetime, time

from roundtable.series.courses import Course, courses
from roundtable.series.rule import Rule
from roundtable.series.schedule import Anchor, Schedule

SHENZHEN, BERLIN = Anchor(zone="Asia/Shanghai", time=time(20)), Anchor(zone="Europe/Berlin", time=time(20))


def schedule(rule: Rule | None, *anchors: Anchor, extra: tuple[datetime, ...] = ()) -> Schedule:
    return Schedule(starts_on=date(2026, 11, 25), anchors=anchors or (SHENZHEN,), minutes=60, rule=rule, extra=extra)


def wall(month: int, day: int, hour: int = 20) -> datetime:
    return datetime(2026, month, day, hour)


def test_one_hour_is_one_course_and_each_extra_date_another() -> None:
    weekly = Rule(frequency="weekly", weekdays=("WE",), count=2)
    assert list(courses(schedule(weekly, extra=(wall(11, 27, 9), wall(12, 2))))) == [
        Course("a", "Asia/Shanghai", (wall(11, 25), wall(12, 2)), Rule(frequency="weekly", weekdays=("WE",))),
        Course("20261127T0900", "Asia/Shanghai", (wall(11, 27, 9),)),
    ]


def test_two_hours_in_turn_are_two_courses_half_as_often() -> None:
    weekly = Rule(frequency="weekly", weekdays=("WE",), count=3)
    slower = Rule(frequency="weekly", interval=2, weekdays=("WE",))
    assert list(courses(schedule(weekly, SHENZHEN, BERLIN))) == [
        Course("a", "Asia/Shanghai", (wall(11, 25), wall(12, 9)), slower),
        Course("b", "Europe/Berlin", (wall(12, 2),)),
    ]


def test_where_half_as_often_is_no_rule_the_other_s_dates_are_left_out() -> None:
    twice = Rule(frequency="weekly", weekdays=("WE", "FR"), count=4)
    plain = Rule(frequency="weekly", weekdays=("WE", "FR"))
    assert list(courses(schedule(twice, SHENZHEN, BERLIN))) == [
        Course("a", "Asia/Shanghai", (wall(11, 25), wall(12, 2)), plain, left_out=(wall(11, 27),)),
        Course("b", "Europe/Berlin", (wall(11, 27), wall(12, 4)), plain, left_out=(wall(12, 2),)),
    ]


def test_a_term_cuts_a_course_and_the_end_of_an_endless_one() -> None:
    [weekly] = courses(schedule(Rule(frequency="weekly", weekdays=("WE",))))
    assert weekly.is_endless
    later = weekly.within(date(2026, 12, 1), None)
    assert later is not None
    assert (later.originals[0], later.is_endless) == (wall(12, 2), True)
    term = weekly.within(date(2026, 12, 1), date(2026, 12, 16))
    assert term is not None
    assert (term.originals, term.is_endless) == ((wall(12, 2), wall(12, 9), wall(12, 16)), False)
    assert weekly.within(date(2026, 12, 3), date(2026, 12, 8)) is None


def test_without_a_rule_there_is_one_date() -> None:
    assert list(courses(schedule(None))) == [Course("a", "Asia/Shanghai", (wall(11, 25),))]
