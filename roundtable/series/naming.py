"""What a zone is called in a sentence: by a city that the readers know."""

from collections.abc import Sequence
from typing import Final

from roundtable.kernel.register import Campus
from roundtable.series.schedule import Schedule
from roundtable.series.sentence import Language, city_of, sentence

_ZH: Final = {
    "Asia/Shanghai": "北京",
    "Asia/Hong_Kong": "香港",
    "Asia/Taipei": "台北",
    "Asia/Singapore": "新加坡",
    "Asia/Tokyo": "东京",
    "America/Los_Angeles": "洛杉矶",
    "America/New_York": "纽约",
    "America/Chicago": "芝加哥",
    "Europe/London": "伦敦",
    "Europe/Berlin": "柏林",
    "Europe/Paris": "巴黎",
    "Australia/Sydney": "悉尼",
}
_EN: Final = {"Asia/Shanghai": "Beijing"}


class ZoneNames:
    """Knows the cities of campuses. Where nobody has a campus, the zone's own city does."""

    def __init__(self, campuses: Sequence[Campus]) -> None:
        self._campuses = {campus.zone: campus for campus in reversed(campuses)}

    def sentences(self, schedule: Schedule) -> tuple[str, str]:
        """Say in Chinese and in English when a series meets."""
        return sentence(schedule, "zh-CN", self._chinese), sentence(schedule, "en", self._english)

    def _chinese(self, zone: str) -> str:
        return self.called(zone, "zh-CN")

    def _english(self, zone: str) -> str:
        return self.called(zone, "en")

    def called(self, zone: str, language: Language) -> str:
        """Return what people call a zone."""
        known = (_ZH if language == "zh-CN" else _EN).get(zone)
        campus = self._campuses.get(zone)
        if known is None and language == "zh-CN" and campus is not None:
            known = campus.city_zh
        return known or city_of(zone)
