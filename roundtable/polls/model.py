"""A poll, what clubs say, who may do what, and which option is best. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from roundtable.kernel.errors import Conflict, Invalid, NotAllowed
from roundtable.kernel.ids import ClubId, PersonId, PollId

Choice = Literal["yes", "if_need_be", "no"]
Repeats = Literal["once", "weekly", "fortnightly"]

_KEY: Final = "%Y%m%dT%H%M"


@dataclass(frozen=True, slots=True)
class When:
    """What is common to all options of a poll."""

    zone: str
    minutes: int
    repeats: Repeats
    """An option of a poll that repeats stands for its weekday and hour, from its date on."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A question to clubs: at which of these hours can you meet?"""

    id: PollId
    slug: str
    """Of the link that its organizer hands out. Who has it may see the poll."""
    title: str
    note: str
    when: When
    options: tuple[datetime, ...]
    """Wall clocks of its zone, in order."""
    clubs: frozenset[ClubId]
    """Those that are asked."""
    created_by: PersonId
    created_at: datetime
    closes_at: datetime | None = None
    """The deadline."""
    closed_at: datetime | None = None
    chosen: datetime | None = None
    """The option that the organizer took."""

    def is_open(self, now: datetime) -> bool:
        """Say whether clubs may still answer."""
        return self.closed_at is None and (self.closes_at is None or now < self.closes_at)

    def must_be_open(self, now: datetime) -> None:
        """Refuse what comes too late."""
        if not self.is_open(now):
            raise Conflict("poll_closed")

    def option(self, key: str) -> datetime:
        """Return an option by its key; raises Invalid `no_such_option`."""
        for wall in self.options:
            if key_of(wall) == key:
                return wall
        raise Invalid("no_such_option")


def key_of(wall: datetime) -> str:
    """Write an option as its key, such as `20261125T2000`; it sorts by date."""
    return wall.strftime(_KEY)


def wall_of(key: str) -> datetime:
    """Read what `key_of` wrote."""
    return datetime.strptime(key, _KEY)  # noqa: DTZ007 - a wall clock has no zone


@dataclass(frozen=True, slots=True)
class Answer:
    """What a club said, once. Its last answer counts; one without choices takes the answer back."""

    club_id: ClubId
    number: int
    """Counts the answers of the club."""
    choices: Mapping[str, Choice]
    """By the key of the option. An option that was added later is not in it."""
    note: str
    person_id: PersonId
    at: datetime


def standing_answers(answers: Iterable[Answer]) -> dict[ClubId, Answer]:
    """Return what counts: the last word of each club that has not taken it back."""
    last: dict[ClubId, Answer] = {}
    for answer in sorted(answers, key=lambda one: one.number):
        last[answer.club_id] = answer
    return {club: answer for club, answer in last.items() if answer.choices}


@dataclass(frozen=True, slots=True)
class Tally:
    """How an option stands."""

    wall: datetime
    yes: frozenset[ClubId]
    if_need_be: frozenset[ClubId]
    no: frozenset[ClubId]
    unanswered: frozenset[ClubId]
    bad_hour: frozenset[ClubId]
    """Clubs on whose campus the hour is bad at least once, whatever they said."""
    place: int = 0
    """One is the best; those that are equally good share a place."""

    @property
    def merit(self) -> tuple[int, int, int, int]:
        """Return what options are ranked by, the smaller the better.

        First how many clubs can come at all, then how many without reserve, then how few have said no, then for how
        few the hour is bad.
        """
        return -len(self.yes) - len(self.if_need_be), -len(self.yes), len(self.no), len(self.bad_hour)


def tallies(poll: Poll, answers: Mapping[ClubId, Answer], bad: Mapping[datetime, frozenset[ClubId]]) -> list[Tally]:
    """Count what was said of every option, the best first; among equals the earliest."""
    counted = [_tally(poll, wall, answers, bad.get(wall, frozenset())) for wall in poll.options]
    return _placed(sorted(counted, key=lambda one: (one.merit, one.wall)))


def _tally(poll: Poll, wall: datetime, answers: Mapping[ClubId, Answer], bad: frozenset[ClubId]) -> Tally:
    said = {club: answers[club].choices.get(key_of(wall)) for club in poll.clubs if club in answers}

    def of(choice: Choice) -> frozenset[ClubId]:
        return frozenset(club for club, chosen in said.items() if chosen == choice)

    unanswered = frozenset(club for club in poll.clubs if said.get(club) is None)
    return Tally(wall, of("yes"), of("if_need_be"), of("no"), unanswered, bad)


def _placed(ranked: Sequence[Tally]) -> list[Tally]:
    placed: list[Tally] = []
    for number, one in enumerate(ranked, start=1):
        equal = bool(placed) and placed[-1].merit == one.merit
        place = placed[-1].place if equal else number
        placed.append(
            Tally(one.wall, one.yes, one.if_need_be, one.no, one.unanswered, bad_hour=one.bad_hour, place=place)
        )
    return placed


def lost(answers: Mapping[ClubId, Answer], options: Iterable[datetime], clubs: Iterable[ClubId]) -> set[ClubId]:
    """Return the clubs of whose answers something is lost if only these options and clubs stay."""
    kept, asked = {key_of(wall) for wall in options}, set(clubs)
    return {club for club, answer in answers.items() if club not in asked or not answer.choices.keys() <= kept}


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is in a poll."""

    poll: Poll
    person: PersonId
    administrator: bool
    speaks_for: frozenset[ClubId]
    """The clubs that are asked and for which they hold a seat in some series."""
    claims: ClubId | None = None
    """The club that they say they are of, if they came by the link and nobody holds a seat for it."""
    by_link: bool = False

    @property
    def may_organize(self) -> bool:
        """Say whether they may change it. Administrators may: a poll must not be lost with its organizer."""
        return self.administrator or self.poll.created_by == self.person

    @property
    def may_read(self) -> bool:
        """Say whether the poll exists for them."""
        return self.may_organize or self.by_link or bool(self.speaks_for)

    @property
    def own_clubs(self) -> frozenset[ClubId]:
        """Return the clubs for which they answer in their own right."""
        return self.speaks_for | ({self.claims} if self.claims is not None else frozenset())

    def must_organize(self) -> None:
        """Refuse everybody else."""
        if not self.may_organize:
            raise NotAllowed("organizers_only")

    def must_answer_for(self, club: ClubId) -> None:
        """Refuse who does not speak for a club; organizers may write down what they were told."""
        if club not in self.own_clubs and not (self.may_organize and club in self.poll.clubs):
            raise NotAllowed("not_your_club")
