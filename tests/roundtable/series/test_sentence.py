"""Schedules as people read them."""

from datetime import date, datetime, time
from typing import Any

import pytest

from roundtable.series.rule import Rule
from roundtable.series.schedule import Anchor, Schedule
from roundtable.series.sentence import sentence

SHANGHAI = Anchor(zone="Asia/Shanghai", time=time(20))
UTC = Anchor(zone="UTC", time=time(12))
LOS_ANGELES = Anchor(zone="America/Los_Angeles", time=time(9, 5))
CITIES = {"Asia/Shanghai": "上海", "America/Los_Angeles": "洛杉矶", "UTC": "UTC", "Asia/Kathmandu": "Kathmandu"}


def said(rule: Rule | None, **more: Any) -> tuple[str, str]:
    fields: dict[str, Any] = {"starts_on": date(2026, 11, 25), "anchors": (SHANGHAI,), "minutes": 90, **more}
    schedule = Schedule(rule=rule, **fields)
    return sentence(schedule, "zh-CN", CITIES.__getitem__), sentence(schedule, "en")


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (
            Rule(frequency="weekly", interval=2, weekdays=("WE",), count=6),
            "每两周的周三，上海时间 20:00，共 6 场",
            "Every 2 weeks on Wednesday at 20:00 Shanghai time, 6 times",
        ),
        (
            Rule(frequency="weekly", interval=3, weekdays=("TU", "TH")),
            "每 3 周的周二、周四，上海时间 20:00",
            "Every 3 weeks on Tuesday and Thursday at 20:00 Shanghai time",
        ),
        (
            Rule(frequency="weekly", weekdays=("FR", "MO")),
            "每周一、五，上海时间 20:00",
            "Every Monday and Friday at 20:00 Shanghai time",
        ),
        (
            Rule(frequency="weekly", weekdays=("MO", "TU", "WE", "TH", "FR")),
            "每周一至周五，上海时间 20:00",
            "Monday to Friday at 20:00 Shanghai time",
        ),
        (
            Rule(frequency="weekly", interval=2, weekdays=("MO", "TU", "WE", "TH", "FR")),
            "每两周的周一至周五，上海时间 20:00",
            "Every 2 weeks from Monday to Friday at 20:00 Shanghai time",
        ),
        (
            Rule(frequency="weekly", weekdays=("MO", "TU", "WE", "TH", "FR", "SA", "SU")),
            "每天上海时间 20:00",
            "Every day at 20:00 Shanghai time",
        ),
        (
            Rule(frequency="weekly", weekdays=("WE",), until=date(2027, 6, 30)),
            "每周三，上海时间 20:00，到 2027 年 6 月 30 日为止",
            "Every Wednesday at 20:00 Shanghai time, until 30 June 2027",
        ),
        (Rule(frequency="daily"), "每天上海时间 20:00", "Every day at 20:00 Shanghai time"),
        (Rule(frequency="daily", interval=3), "每 3 天一次，上海时间 20:00", "Every 3 days at 20:00 Shanghai time"),
        (
            Rule(frequency="monthly", nth=-1, weekdays=("FR",)),
            "每月最后一个周五，上海时间 20:00",
            "Every month on the last Friday at 20:00 Shanghai time",
        ),
        (
            Rule(frequency="monthly", interval=2, month_day=22),
            "每两个月的 22 日，上海时间 20:00",
            "Every 2 months on the 22nd at 20:00 Shanghai time",
        ),
        (
            Rule(frequency="monthly", month_day=31, count=6),
            "每月 31 日，上海时间 20:00，共 6 场，没有 31 日的月份不开",
            "Every month on the 31st at 20:00 Shanghai time, 6 times, skipping months without a 31st",
        ),
        (
            Rule(frequency="monthly", month_day=-1, count=1),
            "每月最后一天，上海时间 20:00，共 1 场",
            "Every month on the last day at 20:00 Shanghai time, once",
        ),
        (None, "2026 年 11 月 25 日（周三）上海时间 20:00", "Wednesday, 25 November 2026, at 20:00 Shanghai time"),
    ],
    ids=str,
)
def test_a_rule_is_a_sentence(rule: Rule | None, zh: str, en: str) -> None:
    assert said(rule) == (zh, en)


def test_two_anchors_and_extra_dates_are_said_too() -> None:
    more = (datetime(2026, 12, 24, 19), datetime(2026, 12, 31, 19))
    assert said(Rule(frequency="weekly", weekdays=("WE",)), anchors=(SHANGHAI, LOS_ANGELES), extra=more) == (
        "每周三，上海时间 20:00 与洛杉矶时间 09:05 轮流，另加开 2 场",
        "Every Wednesday, in turn at 20:00 Shanghai time and 09:05 Los Angeles time, plus 2 extra sessions",
    )
    assert said(None, extra=more[:1]) == (
        "2026 年 11 月 25 日（周三）上海时间 20:00，另加开 1 场",
        "Wednesday, 25 November 2026, at 20:00 Shanghai time, plus 1 extra session",
    )


def test_latin_names_stand_apart_in_chinese_and_utc_hangs_on_no_wall() -> None:
    kathmandu = Anchor(zone="Asia/Kathmandu", time=time(18, 45))
    assert said(Rule(frequency="daily"), anchors=(kathmandu,)) == (
        "每天 Kathmandu 时间 18:45",
        "Every day at 18:45 Kathmandu time",
    )
    assert said(Rule(frequency="weekly", weekdays=("WE",)), anchors=(UTC, SHANGHAI)) == (
        "每周三，UTC 12:00 与上海时间 20:00 轮流",
        "Every Wednesday, in turn at 12:00 UTC and 20:00 Shanghai time",
    )
