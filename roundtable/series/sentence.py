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

ZoneName = Callable[[str], str]
"""Says how a zone is called in the language: by a city that people know."""


def city_of(zone: str) -> str:
    """Return the city in a zone's name; good enough where nobody knows a better word."""
    return zone.rpartition("/")[2].replace("_", " ")


def sentence(schedule: Schedule, language: Language, zone_name: ZoneName = city_of) -> str:
    """Say when a series meets: "Every 2 weeks on Wednesday at 20:00 (Shanghai), 6 times"."""
    return _chinese(schedule, zone_name) if language == "zh-CN" else _english(schedule, zone_name)


def _chinese(schedule: Schedule, zone_name: ZoneName) -> str:
    hours = _turns(schedule.anchors, zone_name, "{time}（{city}时间）", " 与 ")
    turns = "轮流" if len(schedule.anchors) > 1 else ""
    rule = schedule.rule
    if rule is None:
        return f"{_zh_date(schedule.starts_on)} {hours}{_zh_extra(schedule)}"
    return f"{_zh_often(rule)} {hours}{turns}{_zh_end(rule)}{_zh_extra(schedule)}"


def _zh_often(rule: Rule) -> str:
    every = "每" if rule.interval == 1 else f"每 {rule.interval} "
    match rule.frequency:
        case "daily":
            return f"{every}天"
        case "weekly":
            days = "、".join(f"星期{_ZH_DAYS[day]}" for day in _numbers(rule.weekdays))
            return f"{every}周的{days}" if rule.interval > 1 else f"每周{days.replace('星期', '')}"
        case "monthly":
            return f"{every}个月的{_zh_day(rule)}" if rule.interval > 1 else f"每月{_zh_day(rule)}"


def _zh_day(rule: Rule) -> str:
    if rule.nth is not None:
        return f"{_ZH_NTH[rule.nth]}星期{_ZH_DAYS[WEEKDAYS.index(rule.weekdays[0])]}"
    return "最后一天" if rule.month_day == -1 else f" {rule.month_day} 日"


def _zh_end(rule: Rule) -> str:
    if rule.until is not None:
        return f"，到 {_zh_date(rule.until)}为止"
    return "" if rule.count is None else f"，共 {rule.count} 次"


def _zh_extra(schedule: Schedule) -> str:
    return f"，另加 {len(schedule.extra)} 天" if schedule.extra else ""


def _zh_date(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _english(schedule: Schedule, zone_name: ZoneName) -> str:
    hours = _turns(schedule.anchors, zone_name, "{time} ({city})", " and ")
    turns = " in turn" if len(schedule.anchors) > 1 else ""
    rule = schedule.rule
    if rule is None:
        return f"{_en_date(schedule.starts_on)} at {hours}{_en_extra(schedule)}"
    return f"{_en_often(rule)} at {hours}{turns}{_en_end(rule)}{_en_extra(schedule)}"


def _en_often(rule: Rule) -> str:
    match rule.frequency:
        case "daily":
            return _en_every(rule.interval, "day")
        case "weekly":
            days = _en_list([_EN_DAYS[day] for day in _numbers(rule.weekdays)])
            return f"Every {days}" if rule.interval == 1 else f"{_en_every(rule.interval, 'week')} on {days}"
        case "monthly":
            return f"{_en_every(rule.interval, 'month')} on {_en_day(rule)}"


def _en_every(interval: int, period: str) -> str:
    return f"Every {period}" if interval == 1 else f"Every {interval} {period}s"


def _en_day(rule: Rule) -> str:
    if rule.nth is not None:
        return f"the {_EN_NTH[rule.nth]} {_EN_DAYS[WEEKDAYS.index(rule.weekdays[0])]}"
    return "the last day" if rule.month_day == -1 else f"day {rule.month_day}"


def _en_end(rule: Rule) -> str:
    if rule.until is not None:
        return f", until {_en_date(rule.until)}"
    if rule.count is None:
        return ""
    return ", once" if rule.count == 1 else f", {rule.count} times"


def _en_extra(schedule: Schedule) -> str:
    more = len(schedule.extra)
    return "" if not more else f", and on {more} more {'day' if more == 1 else 'days'}"


def _en_date(day: date) -> str:
    return f"{day.day} {_EN_MONTHS[day.month - 1]} {day.year}"


def _en_list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _turns(anchors: Sequence[Anchor], zone_name: ZoneName, pattern: str, between: str) -> str:
    return between.join(pattern.format(time=f"{one.time:%H:%M}", city=zone_name(one.zone)) for one in anchors)


def _numbers(weekdays: Sequence[Weekday]) -> list[int]:
    return sorted(WEEKDAYS.index(day) for day in weekdays)
