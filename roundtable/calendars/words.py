"""The few words that calendars say themselves, in both languages."""

from dataclasses import dataclass
from typing import Final

from roundtable.calendars.model import Language


@dataclass(frozen=True, slots=True)
class Words:
    """What is said in one language."""

    cancelled: str
    """Before the title: Outlook shows cancelled meetings of a feed like any other."""
    join: str
    """Before the link."""
    product: str
    """The name of a person's calendar."""


WORDS: Final[dict[Language, Words]] = {
    "zh-CN": Words(cancelled="【已取消】", join="入口：", product="圆桌会议"),
    "en": Words(cancelled="Cancelled: ", join="Join: ", product="Roundtable"),
}
