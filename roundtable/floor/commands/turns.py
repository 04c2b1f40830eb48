"""What participants may ask of turns and their clock."""

from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from roundtable.floor.values import EntryRef, TurnRef
from roundtable.kernel.actors import MODERATING, SPEAKING
from roundtable.kernel.messages import ClientCommand, ParticipantRef

ShortSeconds = Annotated[int, Field(ge=5, le=900)]


class Next(ClientCommand):
    """One step on: begin the next turn, interpose the next question, or give the floor back after one.

    `turn` is the running turn it wants to end or interrupt (the interposed one, if there is one), absent if nobody
    has the floor; another id is refused as `turn_over`. If the person at the top withdrew within the last second it
    is refused once as `top_withdrew` {name}; `confirmed` goes on.
    """

    allowed: ClassVar = MODERATING
    type: Literal["floor.next"] = "floor.next"
    turn: TurnRef | None = None
    confirmed: bool = False


class Call(ClientCommand):
    """Call a waiting entry out of order. `turn` as in Next."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.call"] = "floor.call"
    entry: EntryRef
    turn: TurnRef | None = None


class BeginTurn(ClientCommand):
    """Start the clock of a turn that was called: the speaker is heard now. By the speaker or a moderator."""

    allowed: ClassVar = SPEAKING
    type: Literal["floor.begin_turn"] = "floor.begin_turn"
    turn: TurnRef


class EndTurn(ClientCommand):
    """End a turn: one's own, or any as a moderator. A paused main turn gets the floor back by it."""

    allowed: ClassVar = SPEAKING
    type: Literal["floor.end_turn"] = "floor.end_turn"
    turn: TurnRef


class Extend(ClientCommand):
    """Give a turn more seconds."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.extend"] = "floor.extend"
    turn: TurnRef
    seconds: ShortSeconds


class Pause(ClientCommand):
    """Stop the clock of a turn."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.pause"] = "floor.pause"
    turn: TurnRef


class Resume(ClientCommand):
    """Let the clock of a turn run again."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.resume"] = "floor.resume"
    turn: TurnRef


class WaitForSpeaker(ClientCommand):
    """Give an absent speaker the grace once more."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.wait_for_speaker"] = "floor.wait_for_speaker"
    turn: TurnRef


class LastWord(ClientCommand):
    """Let one participant speak, clear and close the list. `turn` and `confirmed` as in Next and Clear."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.last_word"] = "floor.last_word"
    participant: ParticipantRef
    turn: TurnRef | None = None
    confirmed: bool = False


COMMANDS: Final = (Next, Call, BeginTurn, EndTurn, Extend, Pause, Resume, WaitForSpeaker, LastWord)
