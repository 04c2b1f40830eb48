"""Schedules as people read them."""

from datetime import date, datetime, time
from typing import Any

import pytest

from roundtable.series.rule import Rule
from roundtable.series.schedule import Anchor, Schedule
from roundtable.series.sentence import sentence

SHANGHAI = Anchor(zone="Asia/Shanghai", time=time(20))
LOS_ANGELES = Anchor(zone="America/Los_Angeles", time=time(9, 5))
CITIES = {"Asia/Shanghai": "上海", "America/Los_Angeles": "洛杉矶"}


def said(rule: Rule | None, **more: Any) -> tuple[str, str]:
    fields: dict[str, Any] = {"starts_on": date(2026, 11, 25), "anchors": (SHANGHAI,), "minutes": 90, **more}
    schedule = Schedule(rule=rule, **fields)
    return sentence(schedule, "zh-CN", CITIES.__getitem__), sentence(schedule, "en")


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (
            Rule(frequency="weekly", interval=2, weekdays=("WE",), count=6),
            "每 2 周的星期三 20:00（上海时间），共 6 次",
            "Every 2 weeks on Wednesday at 20:00 (Shanghai), 6 times",
        ),
        (
            Rule(frequency="weekly", weekdays=("FR", "MO")),
            "每周一、五 20:00（上海时间）",
            "Every Monday and Friday at 20:00 (Shanghai)",
        ),
        (
            Rule(frequency="weekly", weekdays=("WE",), until=date(2027, 6, 30)),
            "每周三 20:00（上海时间），到 2027 年 6 月 30 日为止",
            "Every Wednesday at 20:00 (Shanghai), until 30 June 2027",
        ),
        (Rule(frequency="daily"), "每天 20:00（上海时间）", "Every day at 20:00 (Shanghai)"),
        (Rule(frequency="daily", interval=3), "每 3 天 20:00（上海时间）", "Every 3 days at 20:00 (Shanghai)"),
        (
            Rule(frequency="monthly", nth=-1, weekdays=("FR",)),
            "每月最后一个星期五 20:00（上海时间）",
            "Every month on the last Friday at 20:00 (Shanghai)",
        ),
        (
            Rule(frequency="monthly", interval=2, month_day=15),
            "每 2 个月的 15 日 20:00（上海时间）",
            "Every 2 months on day 15 at 20:00 (Shanghai)",
        ),
        (
            Rule(frequency="monthly", month_day=-1, count=1),
            "每月最后一天 20:00（上海时间），共 1 次",
            "Every month on the last day at 20:00 (Shanghai), once",
        ),
        (None, "2026 年 11 月 25 日 20:00（上海时间）", "25 November 2026 at 20:00 (Shanghai)"),
    ],
    ids=str,
)
def test_a_rule_is_a_sentence(rule: Rule | None, zh: str, en: str) -> None:
    assert said(rule) == (zh, en)


def test_two_anchors_and_extra_dates_are_said_too() -> None:
    more = (datetime(2026, 12, 24, 19), datetime(2026, 12, 31, 19))
    assert said(Rule(frequency="weekly", weekdays=("WE",)), anchors=(SHANGHAI, LOS_ANGELES), extra=more) == (
        "每周三 20:00（上海时间） 与 09:05（洛杉矶时间）轮流，另加 2 天",
        "Every Wednesday at 20:00 (Shanghai) and 09:05 (Los Angeles) in turn, and on 2 more days",
    )
