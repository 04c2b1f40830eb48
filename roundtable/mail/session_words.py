"""The words of letters about sessions, Chinese and English together."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from roundtable.kernel.addressees import Addressee
from roundtable.kernel.text import one_line
from roundtable.mail.moments import local_moment
from roundtable.mail.page import Page

News = Literal[
    "invited", "changed", "date_invited", "date_changed", "date_cancelled", "hour_gone", "followed", "cancelled"
]


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session as its reader sees it."""

    title: str
    starts: datetime
    zone: str
    """The reader's."""
    city: str
    """What people call the zone, in the reader's language."""
    room: str
    """The link by which it is entered."""
    page: str
    """The link to answer on."""
    waits_for: tuple[str, ...] = ()
    """The reader's clubs that have not answered."""


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A series as its reader sees it."""

    title: str
    sentence: str
    """When it meets."""
    zone: str
    city: str
    page: str
    starts: datetime | None = None
    """The date that the letter is about, or the next one."""
    was: datetime | None = None
    """When that date was planned, if it is at another hour now."""


Ahead = Literal["tomorrow", "today", "soon"]
"""How far away a session is, as one says it."""

_AHEAD_EN: Final[dict[Ahead, str]] = {"tomorrow": "Tomorrow", "today": "Today", "soon": "Soon"}
_AHEAD_ZH: Final[dict[Ahead, str]] = {"tomorrow": "明天", "today": "今天", "soon": "即将开始"}


def reminder(to: Addressee, session: SessionFacts, ahead: Ahead) -> Page:
    """Remind somebody of a session, in their own time."""
    name, about = one_line(to.name), one_line(session.title)
    when = local_moment(session.starts, session.zone, to.language)
    waiting = [one_line(club) for club in session.waits_for]
    if to.language == "en":
        return Page(
            subject=f"{_AHEAD_EN[ahead]}: {about}, {when}",
            greeting=f"Hello {name},",
            paragraphs=(f"{about} begins on {when} ({session.city} time).",
                        *(f"{club} has not said yet whether it comes." for club in waiting)),
            act="Open the room",
            link=session.room,
            more=(("Say whether your club comes" if waiting else "About this session", session.page),),
            stop="No more reminders",
        )  # fmt: skip
    return Page(
        subject=f"{_AHEAD_ZH[ahead]}：{about}，{when}",
        greeting=f"{name}，你好：",
        paragraphs=(
            f"“{about}”将于 {when}（{session.city}时间）开始。",
            *(f"“{club}”还没有回复是否参加。" for club in waiting),
        ),
        act="进入会议室",
        link=session.room,
        more=(("回复是否参加" if waiting else "查看这次会议", session.page),),
        stop="不再接收会议提醒",
    )


_SUBJECTS_EN: Final[dict[News, str]] = {
    "invited": "Invitation: {about}",
    "changed": "Changed: {about}",
    "date_invited": "Invitation: {about}, {when}",
    "date_changed": "Changed: {about}, {when}",
    "date_cancelled": "Cancelled: {about}, {when}",
    "hour_gone": "Changed: {about}",
    "followed": "Changed: {about}",
    "cancelled": "Cancelled: {about}",
}
_SUBJECTS_ZH: Final[dict[News, str]] = {
    "invited": "邀请：{about}",
    "changed": "变更：{about}",
    "date_invited": "邀请：{about}，{when}",
    "date_changed": "变更：{about}，{when}",
    "date_cancelled": "取消：{about}，{when}",
    "hour_gone": "变更：{about}",
    "followed": "变更：{about}",
    "cancelled": "取消：{about}",
}


def invitation(to: Addressee, course: CourseFacts, news: News) -> Page:
    """Invite somebody to a series, or tell what has become of it or of one of its dates."""
    about, subjects = one_line(course.title), _SUBJECTS_EN if to.language == "en" else _SUBJECTS_ZH
    when = local_moment(course.starts, course.zone, to.language) if course.starts else ""
    english = to.language == "en"
    return Page(
        subject=subjects[news].format(about=about, when=when),
        greeting=f"Hello {one_line(to.name)}," if english else f"{one_line(to.name)}，你好：",
        paragraphs=tuple((_english if english else _chinese)(course, news, when)),
        act="Open the series" if english else "查看系列会议",
        link=course.page,
        after=(
            "Your calendar program can take this letter: what it shows is entered, moved or removed by itself."
            if english
            else "日历程序可以直接处理这封邮件：会议会自动加入、改期或删除。",
        ),
        stop="No more invitations by mail" if english else "不再接收日历邀请",
    )


def _english(course: CourseFacts, news: News, when: str) -> list[str]:
    about, local = one_line(course.title), f"{when} ({course.city} time)"
    match news:
        case "invited" | "changed":
            verb = "You are invited to" if news == "invited" else "There is a change in"
            following = [f"Next: {local}."] if when else []
            return [f"{verb} {about}.", course.sentence, *following]
        case "date_invited":
            return [f"You are invited to {about} on {local}."]
        case "date_changed":
            was = f" instead of {_before(course, 'en')}" if course.was and course.was != course.starts else ""
            return [f"{about} begins on {local}{was}."]
        case "date_cancelled":
            return [f"{about} on {local} does not take place."]
        case "hour_gone":
            return [f"{about} no longer meets at one of its hours. What stays:", course.sentence]
        case "followed":
            return [
                f"{about} goes on with a new plan, for which you get an invitation; this letter takes the old one away."
            ]
        case "cancelled":
            return [f"{about} no longer takes place for you: it has ended, or your seat in it has."]


def _chinese(course: CourseFacts, news: News, when: str) -> list[str]:
    about, local = one_line(course.title), f"{when}（{course.city}时间）"
    match news:
        case "invited" | "changed":
            first = f"邀请你参加“{about}”。" if news == "invited" else f"“{about}”有变更。"
            following = [f"下一次：{local}。"] if when else []
            return [first, f"{course.sentence}。", *following]
        case "date_invited":
            return [f"邀请你参加 {local}的“{about}”。"]
        case "date_changed":
            was = f"，原定 {_before(course, 'zh-CN')}" if course.was and course.was != course.starts else ""
            return [f"“{about}”将于 {local}开始{was}。"]
        case "date_cancelled":
            return [f"原定 {local}的“{about}”取消。"]
        case "hour_gone":
            return [f"“{about}”取消了其中一个时间，其余照常：", f"{course.sentence}。"]
        case "followed":
            return [f"“{about}”以新的安排继续，你会另外收到邀请；这封邮件只移除原来的安排。"]
        case "cancelled":
            return [f"“{about}”不再需要你参加：系列会议已结束，或你在其中的席位已结束。"]


def _before(course: CourseFacts, language: str) -> str:
    return local_moment(course.was, course.zone, language) if course.was else ""
