"""Random rules, and the same rule as python-dateutil understands it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil import rrule
from hypothesis import strategies as st

from roundtable.series.rule import WEEKDAYS, Rule, dates

_FREQUENCIES: dict[str, Any] = {"daily": rrule.DAILY, "weekly": rrule.WEEKLY, "monthly": rrule.MONTHLY}
_DAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)

ZONES = (
    "Asia/Shanghai", "America/Los_Angeles", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe",
    "Africa/Casablanca", "America/St_Johns", "Pacific/Apia", "UTC",
)  # fmt: skip

starts = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@st.composite
def rules(draw: Any) -> tuple[Rule, date]:
    """A rule and a date with which it may begin."""
    start = draw(starts)
    frequency = draw(st.sampled_from(list(_FREQUENCIES)))
    fields: dict[str, Any] = {"frequency": frequency, "interval": draw(st.integers(1, 12))}
    if frequency == "weekly":
        fields["weekdays"] = tuple(draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True)))
    if frequency == "monthly":
        if draw(st.booleans()):
            fields["month_day"] = draw(st.sampled_from([*range(1, 32), -1]))
        else:
            fields["nth"] = draw(st.sampled_from([1, 2, 3, 4, -1]))
            fields["weekdays"] = (draw(st.sampled_from(WEEKDAYS)),)
    match draw(st.sampled_from(["open", "until", "count"])):
        case "until":
            fields["until"] = start + timedelta(days=draw(st.integers(0, 900)))
        case "count":
            fields["count"] = draw(st.integers(1, 60))
    rule = Rule(**fields)
    first = next(dates(rule.model_copy(update={"until": None, "count": None}), start), None)
    return rule, first or start


def as_dateutil(rule: Rule, start: date, hour: time = time(), zone: str | None = None) -> rrule.rrule:
    """The same rule for python-dateutil: at midnight without a zone, or at an hour on the wall of one."""
    clocks = None if zone is None else ZoneInfo(zone)
    until = None if rule.until is None else datetime.combine(rule.until, time(23, 59, 59), clocks)
    return rrule.rrule(
        _FREQUENCIES[rule.frequency],
        dtstart=datetime.combine(start, hour, clocks),
        interval=rule.interval,
        wkst=rrule.MO,
        count=rule.count,
        until=until if until is None or clocks is None else until.astimezone(UTC),
        bymonthday=rule.month_day,
        byweekday=[_weekday(rule, name) for name in rule.weekdays] or None,
    )


def _weekday(rule: Rule, name: str) -> Any:
    day = _DAYS[WEEKDAYS.index(name)]
    return day if rule.nth is None else day(rule.nth)
