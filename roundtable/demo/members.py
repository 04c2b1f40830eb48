"""Who is in the demo's federation: eight clubs on four campuses, those who speak for them, and who runs what."""

from dataclasses import dataclass
from typing import Final, Literal

NANWAN: Final = "南湾大学开源社"
EMBEDDED: Final = "南湾大学嵌入式协会"
JINJIANG: Final = "锦江理工 Linux 用户组"
MIRRORS: Final = "锦江理工镜像站"
PACIFIC: Final = "太平洋海岸大学开源俱乐部"
ACCESSIBILITY: Final = "太平洋海岸大学无障碍小组"
SPREE: Final = "施普雷工业大学自由软件小组"
WORKSHOP: Final = "施普雷工业大学 RISC-V 工坊"


@dataclass(frozen=True)
class Member:
    """Somebody with an account."""

    name: str
    email: str
    club: str
    """Its name in Chinese; empty for none."""
    language: Literal["zh-CN", "en"] = "zh-CN"


HOST: Final = Member("你（发起人）", "host@demo.example", "")
"""The newcomer who looks at the demo: the first account, and the organizer of both series."""

LIN: Final = Member("林晓", "linxiao@demo.example", NANWAN)
HE: Final = Member("何嘉", "hejia@demo.example", NANWAN)
ZHOU: Final = Member("周雨桐", "zhouyutong@demo.example", EMBEDDED)
CHEN: Final = Member("陈思远", "chensiyuan@demo.example", JINJIANG)
TANG: Final = Member("唐一凡", "tangyifan@demo.example", JINJIANG)
WANG: Final = Member("王子墨", "wangzimo@demo.example", MIRRORS)
ALEX: Final = Member("Alex Kim", "alex@demo.example", PACIFIC, "en")
MIA: Final = Member("Mia Torres", "mia@demo.example", PACIFIC, "en")
ETHAN: Final = Member("Ethan Park", "ethan@demo.example", ACCESSIBILITY, "en")
JONAS: Final = Member("Jonas Wolff", "jonas@demo.example", SPREE, "en")
EMRE: Final = Member("Emre Yıldız", "emre@demo.example", SPREE, "en")
LENA: Final = Member("Lena Vogt", "lena@demo.example", WORKSHOP, "en")

MEMBERS: Final = (LIN, HE, ZHOU, CHEN, TANG, WANG, ALEX, MIA, ETHAN, JONAS, EMRE, LENA)
EVERYBODY: Final = (HOST, *MEMBERS)

ORGANIZER: Final = HOST
REPRESENTATIVE: Final = LENA
"""The one whom a newcomer may be: her club has not answered yet."""
MODERATOR: Final = HE

Kind = Literal["principal", "alternate"]

SYNC_SEATS: Final[tuple[tuple[Member, Kind], ...]] = (
    (LIN, "principal"),
    (HE, "alternate"),
    (ZHOU, "principal"),
    (CHEN, "principal"),
    (TANG, "alternate"),
    (WANG, "principal"),
    (ALEX, "principal"),
    (ETHAN, "principal"),
    (JONAS, "principal"),
    (EMRE, "alternate"),
    (LENA, "principal"),
)
MIRROR_SEATS: Final[tuple[tuple[Member, Kind], ...]] = (
    (WANG, "principal"),
    (TANG, "principal"),
    (ALEX, "principal"),
    (EMRE, "principal"),
    (LENA, "principal"),
)
RETIRES: Final = ALEX
FOLLOWS: Final = MIA
"""Alex Kim graduates in the middle of the term, and hands everything over to Mia Torres."""
