"""Who sits at the demo's table. The universities are invented; the cities and their clocks are not."""

from pathlib import Path

from roundtable.demo.members import CHEN, JONAS, LIN, MIA, WANG, ZHOU
from roundtable.demo.people import Character
from roundtable.demo.picture import Look
from roundtable.demo.voice import Voice

ROOM_TITLE = "高校开源社团圆桌"

CLUBS_CSV = Path(__file__).with_name("clubs.csv").read_text(encoding="utf-8")

CHAIR = Character(
    LIN.name,
    LIN.club,
    Voice(205, 1.12, 1.05),
    Look("LX", (38, 70, 110), (200, 80, 60), long_hair=True),
    keeps=("microphone", "camera"),
    email=LIN.email,
)
"""The one who holds the room while the newcomer is away: a moderator."""

GUESTS = (
    Character(CHEN.name, CHEN.club, Voice(118, 0.98), Look("CSY", (58, 92, 74), (44, 52, 70)), email=CHEN.email),
    Character(
        ZHOU.name,
        ZHOU.club,
        Voice(222, 1.16, 1.1),
        Look("ZYT", (120, 84, 96), (240, 224, 190), long_hair=True),
        email=ZHOU.email,
    ),
    Character(WANG.name, WANG.club, Voice(104, 0.94, 0.95), Look("WZM", (86, 78, 60), (120, 40, 48)), email=WANG.email),
    Character(
        MIA.name,
        MIA.club,
        Voice(192, 1.1),
        Look("MT", (196, 140, 92), (48, 84, 120), skin=(214, 168, 132), hair=(72, 44, 30), long_hair=True),
        "en",
        email=MIA.email,
    ),
    Character(
        JONAS.name,
        JONAS.club,
        Voice(110, 0.95, 0.9),
        Look("JW", (70, 96, 104), (92, 110, 60), skin=(240, 210, 188), hair=(150, 112, 64)),
        "en",
        email=JONAS.email,
    ),
)
