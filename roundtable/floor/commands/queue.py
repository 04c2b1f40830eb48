"""What participants may ask of the queue. Whose entry it is, is decided in the slice."""

from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from roundtable.floor.values import EntryRef, Line
from roundtable.kernel.actors import MODERATING, SPEAKING
from roundtable.kernel.floor_settings import Kind
from roundtable.kernel.messages import ClientCommand, ClubRef, ParticipantRef
from roundtable.kernel.text import PersonName

ShortSeconds = Annotated[int, Field(ge=5, le=900)]


class Ask(ClientCommand):
    """Enter the queue."""

    allowed: ClassVar = SPEAKING
    type: Literal["floor.ask"] = "floor.ask"
    kind: Kind
    text: Line = ""
    text_turn: bool = False


class Withdraw(ClientCommand):
    """Take one's own entry back."""

    allowed: ClassVar = SPEAKING
    type: Literal["floor.withdraw"] = "floor.withdraw"
    entry: EntryRef


class Edit(ClientCommand):
    """Say differently what an entry is about: one's own, or any as a moderator."""

    allowed: ClassVar = SPEAKING
    type: Literal["floor.edit"] = "floor.edit"
    entry: EntryRef
    text: Line | None = None
    text_turn: bool | None = None


class Defer(ClientCommand):
    """Go behind the last of one's kind."""

    allowed: ClassVar = SPEAKING
    type: Literal["floor.defer"] = "floor.defer"
    entry: EntryRef


class Add(ClientCommand):
    """Enter somebody on their behalf: a participant, or by name a person without an account."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.add"] = "floor.add"
    kind: Kind
    text: Line = ""
    text_turn: bool = False
    participant: ParticipantRef | None = None
    name: PersonName | None = None
    club: ClubRef | None = None
    """A club of somebody who is or was in this session."""
    club_name: PersonName | None = None
    """A club that nobody here belongs to, typed."""


class Move(ClientCommand):
    """Put an entry directly before another, or to the end; the only way to break the order."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.move"] = "floor.move"
    entry: EntryRef
    before: EntryRef | None = None


class Rekind(ClientCommand):
    """Make an entry one of another kind."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.rekind"] = "floor.rekind"
    entry: EntryRef
    kind: Kind


class Remove(ClientCommand):
    """Take somebody's entry off the queue."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.remove"] = "floor.remove"
    entry: EntryRef


class Clear(ClientCommand):
    """Take all entries off the queue. Refused with `needs_confirmation` {waiting} if there are any."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.clear"] = "floor.clear"
    confirmed: bool = False


class Close(ClientCommand):
    """Accept no new entries but points of order."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.close"] = "floor.close"


class Reopen(ClientCommand):
    """Accept entries again; calls off a last call too."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.reopen"] = "floor.reopen"


class LastCall(ClientCommand):
    """Announce that the list closes in so many seconds."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.last_call"] = "floor.last_call"
    seconds: ShortSeconds


COMMANDS: Final = (Ask, Withdraw, Edit, Defer, Add, Move, Rekind, Remove, Clear, Close, Reopen, LastCall)
