"""What the HTTP interface gives of a floor that has been: its record. Times are in milliseconds, moments in UTC."""

from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from roundtable.floor.values import Clearing, Disposal, PauseReason, Removal, TurnEnding
from roundtable.http.models import KEY, Inbound, Moment, View
from roundtable.kernel.floor_settings import FloorMode, Kind
from roundtable.kernel.ids import ClubId, RoomId, SessionId
from roundtable.kernel.zones import Zone

MOST_LINES: Final = 20_000
"""Lines of a record: more than a hundred in a minute for three hours. What is left out is counted."""

RecordLanguage = Literal["zh-CN", "en"]

Ending = Literal[TurnEnding, "session"]
"""session: the session was over while they had the floor."""

Gone = Literal[Removal, Clearing, "waiting", "session"]
"""What became of an entry that never spoke. waiting: not yet decided · session: it was over while they waited."""

Act = Literal[
    "edited", "deferred", "moved", "rekinded", "cleared", "closed", "reopened", "last_call",
    "paused", "resumed", "extended", "missed", "awaited",
    "mode_set", "configured", "presenter_set", "presenter_unset", "gavel_passed", "gavel_laid_down", "gavel_offered",
    "supported", "unsupported",
    "item_added", "item_edited", "item_moved", "item_removed", "item_started", "item_extended", "item_closed",
    "overhang_shared",
    "venue_opened", "venue_closed", "attendee_added", "attendee_removed",
]  # fmt: skip
"""Whatever happened that is neither a turn nor an entry's own fate."""


class RecordPath(Inbound):
    """A session in a path."""

    id: Annotated[SessionId, KEY]


class SheetQuery(Inbound):
    """How a sheet is written."""

    language: RecordLanguage = "zh-CN"
    zone: Zone = "UTC"
    """Whose local time the moments are written in, as in `Asia/Shanghai`."""

    @property
    def clock(self) -> ZoneInfo:
        """Return the zone's rules."""
        return ZoneInfo(self.zone)


class ClubRecord(View):
    """A club, as it was called then."""

    name_zh: str
    name_en: str
    campus_zh: str = ""
    campus_en: str = ""


class _Line(View):
    version: int
    """Where in the session's log it stands. Lines are in this order."""
    at: Moment
    item: str | None = None
    """The item that was current."""


class _Speaking(_Line):
    """Somebody who spoke, or wanted to."""

    kind: Kind
    name: str
    person: str
    """Key of the person in the totals."""
    club: ClubId | None = None
    """Key of `clubs`."""
    text: str = ""
    text_turn: bool = False
    """Whether it was to be given in writing."""
    entered_by: str | None = None
    """Who entered them, if it was somebody else."""
    while_closed: bool = False
    """Whether they asked while the list was closed: a point of order may."""


class TurnLine(_Speaking):
    """Somebody was called. `at` is when; the clock ran from `began_at`, if at all."""

    what: Literal["turn"] = "turn"
    turn: str
    asked_at: Moment | None = None
    """Absent for a last word to somebody who did not wait."""
    called_by: str = ""
    began_at: Moment | None = None
    ended_at: Moment | None = None
    """Absent while they have the floor."""
    ending: Ending | None = None
    ended_by: str | None = None
    """Absent where the clock or the server did it."""
    spoken_ms: int = 0
    """Net of pauses."""
    limit_ms: int = 0
    """Extensions included."""
    extended_ms: int = 0
    over_ms: int = 0
    interposed_in: str | None = None
    """The turn that was paused by it."""
    out_of_order: bool = False
    last_word: bool = False
    supports: tuple[ClubId, ...] = ()
    """The clubs that said `+1` to this topic."""


class EntryLine(_Speaking):
    """An entry that never spoke. `at` is when that was decided; with `written` its text is a written contribution.

    Who waits stands at the end, with `at` the moment they asked.
    """

    what: Literal["entry"] = "entry"
    entry: str
    asked_at: Moment
    gone: Gone
    by: str | None = None


class ActLine(_Line):
    """Something else was done. Which of the fields there are depends on `act`."""

    what: Literal["act"] = "act"
    act: Act
    by: str | None = None
    """Absent where the clock or the server did it."""
    name: str | None = None
    """Whom it is about."""
    club: ClubId | None = None
    kind: Kind | None = None
    was: Kind | None = None
    """The kind before."""
    text: str | None = None
    """The line, the item's or the sub-venue's title."""
    before: str | None = None
    """Whom or what it was put before; absent for the end."""
    seconds: int | None = None
    mode: FloorMode | None = None
    why: Clearing | Disposal | PauseReason | None = None
    changes: dict[str, int | str | bool] | None = None
    """Settings that are different from now on."""


Line = Annotated[TurnLine | EntryLine | ActLine, Field(discriminator="what")]


class ClubTotal(View):
    """What a club has spoken; somebody of no club stands for themselves."""

    group: str
    name: str | None = None
    """Of somebody who is of no club."""
    club: ClubId | None = None
    spoken_ms: int
    turns: int


class PersonTotal(View):
    """What a person has spoken."""

    person: str
    name: str
    club: ClubId | None = None
    spoken_ms: int
    turns: int


class Totals(View):
    """Who has spoken how much, the most first."""

    spoken_ms: int
    turns: int
    clubs: list[ClubTotal]
    people: list[PersonTotal]


class ItemRecord(View):
    """Something on the list, with how long it took."""

    item: str
    title: str
    clubs: tuple[ClubId, ...] = ()
    budget_ms: int = 0
    """0: none."""
    club_budget_ms: int = 0
    started_at: Moment | None = None
    """Absent if it was never begun."""
    ended_at: Moment | None = None
    lasted_ms: int = 0
    totals: Totals


class FloorRecord(View):
    """Everything that happened on the floor of a session."""

    session_id: SessionId
    room_id: RoomId
    title: str
    started_at: Moment
    ended_at: Moment | None = None
    """Absent while it is live."""
    as_of: Moment
    """Until when it is told."""
    clubs: dict[ClubId, ClubRecord]
    items: list[ItemRecord]
    totals: Totals
    lines: list[Line]
    left_out: int = 0
    """Lines that are missing because there are too many."""
    unread: int = 0
    """Events of the log that this program does not know."""
