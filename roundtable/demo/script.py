"""What the simulated people talk about: a sync session, turn by turn. Voices babble; the chat has the words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Turn:
    """Somebody speaks for a few breaths; meanwhile others write and react."""

    speaker: str
    breaths: int = 3
    lines: tuple[tuple[str, str], ...] = ()
    """(who writes, what)"""
    reaction: tuple[str, str] | None = None
    """(who reacts to the newest message, with what)"""


SCRIPT = (
    Turn(
        "林晓",
        2,
        (("林晓", "大家好，同步会开始啦。今天按顺序：各社团近况、联合黑客松、镜像站共建。"),),
        ("陈思远", "👍"),
    ),
    Turn("陈思远", 3, (("陈思远", "我们这学期新增 42 名成员，每周三晚上是「源码阅读」。"),), ("周雨桐", "👏")),
    Turn("周雨桐", 2, (("Mia Torres", "Love the source reading nights! Do you publish the notes?"),), ("陈思远", "❤️")),
    Turn("陈思远", 2, (("陈思远", "都在仓库的 notes/ 目录里，中文为主，欢迎来翻译。"),), ("Mia Torres", "🎉")),
    Turn(
        "Mia Torres",
        3,
        (("Mia Torres", "We shipped v0.3 of our campus map last week — 11 contributors, 6 of them first-timers."),),
        ("Jonas Wolff", "👏"),
    ),
    Turn("王子墨", 2, (("王子墨", "恭喜！首次贡献者是怎么带的？我们这边流失得有点快。"),), ("周雨桐", "🤔")),
    Turn(
        "Mia Torres",
        3,
        (("Mia Torres", "Pairing. Every first PR has a named buddy, and we merge within 48 hours."),),
        ("王子墨", "👍"),
    ),
    Turn("林晓", 1, (("林晓", "48 小时内合并这条可以写进共同规范。下一位：柏林。"),)),
    Turn(
        "Jonas Wolff",
        3,
        (("Jonas Wolff", "Install party on 5 December, 40 seats. We could stream it for you — it is 20:00 in China."),),
        ("林晓", "🎉"),
    ),
    Turn(
        "周雨桐",
        2,
        (
            ("周雨桐", "时间合适！我们想带 8 个人线上参加。"),
            ("Jonas Wolff", "Wonderful, I will reserve a room for you."),
        ),
    ),
    Turn("周雨桐", 3, (("周雨桐", "我们的进展：RISC-V 移植过了 CI，文档还差一半。"),), ("王子墨", "👏")),
    Turn("王子墨", 3, (("王子墨", "镜像站这周同步了 9.6 TB，磁盘快满了 😂"),), ("陈思远", "😂")),
    Turn("陈思远", 2, (("陈思远", "我们有两块闲置的 16T，可以寄过去。"),), ("王子墨", "❤️")),
    Turn("林晓", 2, (("林晓", "联合黑客松定在寒假第二周，题目周日前收集，大家看行吗？"),), ("Mia Torres", "👍")),
    Turn(
        "Jonas Wolff", 2, (("Jonas Wolff", "Works for us. Can we keep the issue tracker bilingual?"),), ("周雨桐", "👍")
    ),
    Turn("王子墨", 1, (("王子墨", "双语没问题，我来写模板。"),), ("林晓", "👏")),
)

MURMURS = ("嗯嗯", "+1", "收到", "nice!", "👍👍", "有道理", "makes sense", "稍等我记一下")
"""Short lines that anybody writes now and then once the script has been through."""
