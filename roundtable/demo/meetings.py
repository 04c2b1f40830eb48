"""What was said in the sessions that are over: their records show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from roundtable.demo.members import ALEX, CHEN, EMRE, ETHAN, JONAS, LENA, MIA, TANG, WANG, ZHOU, Member


@dataclass(frozen=True)
class Said:
    """One turn."""

    who: Member
    text: str
    seconds: int
    kind: str = "topic"


@dataclass(frozen=True)
class Item:
    """An item with what was said on it."""

    title: str
    budget: int
    """Seconds."""
    turns: Sequence[Said]


@dataclass(frozen=True)
class Meeting:
    """A session from beginning to end."""

    items: Sequence[Item]

    @property
    def speakers(self) -> Sequence[Member]:
        """Return who came: all who said something, each once."""
        return list(dict.fromkeys(turn.who for item in self.items for turn in item.turns))


NEWS: Final = "各社团近况 · Club news"

SYNC_MEETINGS: Final = (
    Meeting(
        (
            Item(
                NEWS,
                480,
                (
                    Said(CHEN, "招新 42 人，每周三「源码阅读」之夜", 124),
                    Said(ALEX, "Campus map: 3 of 9 buildings done", 96),
                    Said(JONAS, "The source reading notes: are they public?", 31, "reply"),
                    Said(ZHOU, "RISC-V 移植开工，缺两块开发板", 88),
                ),
            ),
            Item(
                "本学期共同计划 · Plans for the term",
                600,
                (
                    Said(JONAS, "One joint hackathon instead of four small ones", 152),
                    Said(ZHOU, "寒假第二周大家都有空", 47, "reply"),
                ),
            ),
        )
    ),
    Meeting(
        (
            Item(
                NEWS,
                480,
                (
                    Said(LENA, "We can send two boards to Shenzhen", 73),
                    Said(ZHOU, "太好了，邮费我们出", 22, "reply"),
                    Said(ALEX, "I graduate soon; Mia takes over for our club", 58),
                ),
            ),
            Item(
                "寒假联合黑客松 · Winter hackathon",
                600,
                (
                    Said(CHEN, "题目从哪里收集、谁来评", 143),
                    Said(ETHAN, "Make accessibility one of the criteria", 81, "reply"),
                    Said(JONAS, "Two time slots, so that nobody is up at 4", 64, "reply"),
                ),
            ),
        )
    ),
    Meeting(
        (
            Item(
                NEWS,
                480,
                (
                    Said(MIA, "Hello! Map v0.3, eleven contributors", 102),
                    Said(ZHOU, "RISC-V 移植过了 CI，文档还差一半", 117),
                    Said(LENA, "We review the docs", 26, "reply"),
                ),
            ),
            Item(
                "寒假联合黑客松 · Winter hackathon",
                600,
                (
                    Said(CHEN, "收到 14 个题目，下次一起选", 109),
                    Said(ETHAN, "A checklist for accessible projects", 77),
                    Said(CHEN, "我来翻译成中文", 18, "reply"),
                ),
            ),
        )
    ),
)

MIRROR_MEETINGS: Final = (
    Meeting(
        (
            Item(
                "容量 · Capacity",
                300,
                (Said(WANG, "磁盘还剩 11%，年底会满", 92), Said(TANG, "我们有两块闲置的 16T", 37, "reply")),
            ),
        )
    ),
    Meeting(
        (
            Item(
                "容量 · Capacity",
                300,
                (Said(WANG, "两块盘已上架，剩余 38%", 55), Said(EMRE, "Same here next month", 33, "reply")),
            ),
            Item("同步计划 · Sync schedule", 300, (Said(EMRE, "Stagger the syncs by zone", 84),)),
        )
    ),
)

ANSWERS: Final = (
    ((CHEN, "coming", "带两位新成员旁听"), (ZHOU, "coming", ""), (JONAS, "coming", ""),
     (WANG, "maybe", "可能要值班"), (ETHAN, "not", "Midterms; we send a written report")),
    ((CHEN, "coming", ""), (MIA, "coming", "")),
)  # fmt: skip
"""To the next session and to the one after, of the fortnightly series."""
MIRROR_ANSWERS: Final = ((WANG, "coming", ""), (MIA, "maybe", "First time for me"))
