"""A schedule as a sentence, in both languages. Written by the server, because mail and calendars say it too."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, Literal

from roundtable.series.rule import WEEKDAYS, Rule, Weekday
from roundtable.series.schedule import Anchor, Schedule

Language = Literal["zh-CN", "en"]

_ZH_DAYS: Final[tuple[str, ...]] = ("一", "二", "三", "四", "五", "六", "日")
_EN_DAYS: Final[tuple[str, ...]] = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EN_MONTHS: Final[tuple[str, ...]] = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ZH_NTH: Final[dict[int, str]] = {1: "第一个", 2: "第二个", 3: "第三个", 4: "第四个", -1: "最后一个"}
_EN_NTH: Final[dict[int, str]] = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}

_WORKDAYS: Final = [0, 1, 2, 3, 4]
_WHOLE_WEEK: Final = [0, 1, 2, 3, 4, 5, 6]
_SHORTEST_MONTH: Final = 28
"""Later days are not in every month."""
_NO_PLACE: Final = frozenset({"UTC", "GMT"})
"""Clocks that hang in no city."""

ZoneName = Callable[[str], str]
"""Says how a zone is called in the language: by a city that people know."""


def city_of(zone: str) -> str:
    """Return the city in a zone's name; good enough where nobody knows a better word."""
    return zone.rpartition("/")[2].replace("_", " ")


def sentence(schedule: Schedule, language: Language, zone_name: ZoneName = city_of) -> str:
    """Say when a series meets: "Every 2 weeks on Wednesday at 20:00 Shanghai time, 6 times"."""
    return _chinese(schedule, zone_name) if language == "zh-CN" else _english(schedule, zone_name)


def _chinese(schedule: Schedule, zone_name: ZoneName) -> str:
    hours = " 与".join(_zh_hour(anchor, zone_name) for anchor in schedule.anchors)
    turns = " 轮流" if len(schedule.anchors) > 1 else ""
    rule = schedule.rule
    if rule is None:
        day = f"{_zh_date(schedule.starts_on)}（周{_ZH_DAYS[schedule.starts_on.weekday()]}）"
        return f"{day}{hours.lstrip()}{_zh_extra(schedule)}"
    often = _zh_often(rule)
    begin = f"{often}{hours}" if often == "每天" else f"{often}，{hours.lstrip()}"
    return f"{begin}{turns}{_zh_end(rule)}{_zh_skipped(rule)}{_zh_extra(schedule)}"


def _zh_hour(anchor: Anchor, zone_name: ZoneName) -> str:
    place = zone_name(anchor.zone)
    if place in _NO_PLACE:
        return f" {place} {anchor.time:%H:%M}"
    return f"{f' {place} ' if place.isascii() else place}时间 {anchor.time:%H:%M}"


def _zh_often(rule: Rule) -> str:
    every = {1: "每", 2: "每两"}.get(rule.interval, f"每 {rule.interval} ")
    match rule.frequency:
        case "daily":
            return "每天" if rule.interval == 1 else f"{every}天一次"
        case "weekly":
            return _zh_weekdays(_numbers(rule.weekdays), every, rule.interval)
        case "monthly":
            return f"{every}个月的{_zh_day(rule)}" if rule.interval > 1 else f"每月{_zh_day(rule)}"


def _zh_weekdays(days: list[int], every: str, interval: int) -> str:
    if days == _WHOLE_WEEK and interval == 1:
        return "每天"
    if days == _WORKDAYS:
        return "每周一至周五" if interval == 1 else f"{every}周的周一至周五"
    if interval == 1:
        return f"每周{'、'.join(_ZH_DAYS[day] for day in days)}"
    return f"{every}周的{'、'.join(f'周{_ZH_DAYS[day]}' for day in days)}"


def _zh_day(rule: Rule) -> str:
    if rule.nth is not None:
        return f"{_ZH_NTH[rule.nth]}周{_ZH_DAYS[WEEKDAYS.index(rule.weekdays[0])]}"
    return "最后一天" if rule.month_day == -1 else f" {rule.month_day} 日"


def _zh_end(rule: Rule) -> str:
    if rule.until is not None:
        return f"，到 {_zh_date(rule.until)}为止"
    return "" if rule.count is None else f"，共 {rule.count} 场"


def _zh_skipped(rule: Rule) -> str:
    return f"，没有 {rule.month_day} 日的月份不开" if _skips_months(rule) else ""


def _zh_extra(schedule: Schedule) -> str:
    return f"，另加开 {len(schedule.extra)} 场" if schedule.extra else ""


def _zh_date(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _english(schedule: Schedule, zone_name: ZoneName) -> str:
    hours = " and ".join(_en_hour(anchor, zone_name) for anchor in schedule.anchors)
    rule = schedule.rule
    if rule is None:
        weekday = _EN_DAYS[schedule.starts_on.weekday()]
        return f"{weekday}, {_en_date(schedule.starts_on)}, at {hours}{_en_extra(schedule)}"
    at = " at" if len(schedule.anchors) == 1 else ", in turn at"
    return f"{_en_often(rule)}{at} {hours}{_en_end(rule)}{_en_skipped(rule)}{_en_extra(schedule)}"


def _en_hour(anchor: Anchor, zone_name: ZoneName) -> str:
    place = zone_name(anchor.zone)
    return f"{anchor.time:%H:%M} {place}{'' if place in _NO_PLACE else ' time'}"


def _en_often(rule: Rule) -> str:
    match rule.frequency:
        case "daily":
            return _en_every(rule.interval, "day")
        case "weekly":
            return _en_weekdays(_numbers(rule.weekdays), rule.interval)
        case "monthly":
            return f"{_en_every(rule.interval, 'month')} on {_en_day(rule)}"


def _en_weekdays(days: list[int], interval: int) -> str:
    if days == _WHOLE_WEEK and interval == 1:
        return "Every day"
    if days == _WORKDAYS:
        return "Monday to Friday" if interval == 1 else f"{_en_every(interval, 'week')} from Monday to Friday"
    named = _en_list([_EN_DAYS[day] for day in days])
    return f"Every {named}" if interval == 1 else f"{_en_every(interval, 'week')} on {named}"


def _en_every(interval: int, period: str) -> str:
    return f"Every {period}" if interval == 1 else f"Every {interval} {period}s"


def _en_day(rule: Rule) -> str:
    if rule.nth is not None:
        return f"the {_EN_NTH[rule.nth]} {_EN_DAYS[WEEKDAYS.index(rule.weekdays[0])]}"
    return "the last day" if rule.month_day == -1 else f"the {_en_ordinal(rule.month_day or 1)}"


def _en_ordinal(day: int) -> str:
    ending = "th" if day in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _en_end(rule: Rule) -> str:
    if rule.until is not None:
        return f", until {_en_date(rule.until)}"
    if rule.count is None:
        return ""
    return ", once" if rule.count == 1 else f", {rule.count} times"


def _en_skipped(rule: Rule) -> str:
    return f", skipping months without a {_en_ordinal(rule.month_day or 1)}" if _skips_months(rule) else ""


def _en_extra(schedule: Schedule) -> str:
    more = len(schedule.extra)
    return "" if not more else f", plus {more} extra {'session' if more == 1 else 'sessions'}"


def _en_date(day: date) -> str:
    return f"{day.day} {_EN_MONTHS[day.month - 1]} {day.year}"


def _en_list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _skips_months(rule: Rule) -> bool:
    return rule.month_day is not None and rule.month_day > _SHORTEST_MONTH


def _numbers(weekdays: Sequence[Weekday]) -> list[int]:
    return sorted(WEEKDAYS.index(day) for day in weekdays)
