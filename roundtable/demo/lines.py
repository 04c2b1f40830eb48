"""What the simulated people want to say, in a line each. Voices babble; the queue has the words."""

from collections.abc import Mapping, Sequence
from typing import Final

ITEMS: Final[Sequence[tuple[str, int]]] = (
    ("各社团近况 · Club news", 240),
    ("寒假联合黑客松 · Winter hackathon", 180),
    ("镜像站共建 · Shared mirrors", 180),
    ("招新与传承 · Recruiting", 180),
)
"""Titles and budgets in seconds; after the last one the first comes again."""

LINES: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "topic": {
        "zh-CN": (
            "本学期新增 42 名成员，想分享「源码阅读」之夜的做法",
            "镜像站磁盘快满了，需要讨论扩容",
            "RISC-V 移植过了 CI，文档还差一半",
            "联合黑客松的题目怎么收集",
            "想请各校一起翻译新手指南",
            "社团换届之后，服务器权限怎么交接",
        ),
        "en": (
            "Our campus map is at v0.3, with six first-time contributors",
            "Install party on 5 December: may we stream it to you?",
            "A shared code of conduct for the hackathon",
            "How we pair newcomers with a buddy for their first patch",
        ),
    },
    "reply": {
        "zh-CN": (
            "我们可以出两块 16T 硬盘",
            "我们去年试过，有一点经验",
            "同意，建议先做小范围试点",
            "补充一下我们这边的数据",
        ),
        "en": (
            "We tried that last year and can share the numbers",
            "Agreed, and we can host it",
            "One caveat about time zones",
        ),
    },
    "clarifying_question": {
        "zh-CN": ("“新成员”包括只来过一次的吗？", "这个时间是北京时间吗？", "具体需要多少人？"),
        "en": ("Is that local time in Berlin?", "Does it need an account?", "How many people is that for?"),
    },
    "point_of_order": {
        "zh-CN": ("时间过半了，是否控制一下每人的时长？", "能不能把链接贴到聊天里？"),
        "en": ("Could we keep to the agenda item?", "The sound drops now and then, please check"),
    },
}
