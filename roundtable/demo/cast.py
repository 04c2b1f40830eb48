"""Who sits at the demo's table, and from where. The universities are invented; the cities and their clocks are not."""

from pathlib import Path

from roundtable.demo.people import Character
from roundtable.demo.picture import Look
from roundtable.demo.voice import Voice

ROOM_TITLE = "高校开源社团圆桌"

CLUBS_CSV = Path(__file__).with_name("clubs.csv").read_text(encoding="utf-8")

CHAIR = Character(
    "林晓",
    "南湾大学开源社",
    Voice(205, 1.12, 1.05),
    Look("LX", (38, 70, 110), (200, 80, 60), long_hair=True),
    keeps=("microphone", "camera"),
)
"""The one who holds the room while the newcomer is away: a moderator with an account."""

GUESTS = (
    Character("陈思远", "锦江理工 Linux 用户组", Voice(118, 0.98), Look("CSY", (58, 92, 74), (44, 52, 70))),
    Character(
        "周雨桐",
        "钱塘大学自由软件协会",
        Voice(222, 1.16, 1.1),
        Look("ZYT", (120, 84, 96), (240, 224, 190), long_hair=True),
    ),
    Character("王子墨", "燕北科技大学极客社", Voice(104, 0.94, 0.95), Look("WZM", (86, 78, 60), (120, 40, 48))),
    Character(
        "Mia Torres",
        "太平洋海岸大学开源俱乐部",
        Voice(192, 1.1),
        Look("MT", (196, 140, 92), (48, 84, 120), skin=(214, 168, 132), hair=(72, 44, 30), long_hair=True),
        "en",
    ),
    Character(
        "Jonas Wolff",
        "施普雷工业大学自由软件小组",
        Voice(110, 0.95, 0.9),
        Look("JW", (70, 96, 104), (92, 110, 60), skin=(240, 210, 188), hair=(150, 112, 64)),
        "en",
    ),
)

MODERATOR_EMAIL = "linxiao@demo.example"
HOST_EMAIL = "host@demo.example"
HOST_NAME = "你（发起人）"
