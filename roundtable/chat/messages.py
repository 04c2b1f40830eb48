"""Commands, questions and events of the chat."""

from typing import Annotated, ClassVar, Final, Literal, NotRequired

from pydantic import AfterValidator, Field, StringConstraints
from typing_extensions import TypedDict

from roundtable.kernel.actors import ANYONE, SPEAKING
from roundtable.kernel.messages import ClientCommand, Message, MessageRef
from roundtable.kernel.text import paragraphs
from roundtable.kernel.views import ClubView

MESSAGE_LENGTH: Final = 2000
"""Characters of one message: a long paragraph, and what the input field counts to."""

PAGE_LENGTH: Final = 100
"""Messages in one answer at most."""

Emoji = Literal["👍", "👏", "❤️", "😂", "🎉", "🤔"]

REFUSALS: Final = ("no_such_message", "too_fast")


def _not_blank(text: str) -> str:
    if not text:
        raise ValueError("empty")
    return text


MessageText = Annotated[
    str,
    StringConstraints(max_length=MESSAGE_LENGTH),
    AfterValidator(paragraphs),
    AfterValidator(_not_blank),
]


class Send(ClientCommand):
    """Write to everybody who is in."""

    allowed: ClassVar = SPEAKING
    type: Literal["chat.send"] = "chat.send"
    text: MessageText


class Delete(ClientCommand):
    """Take a message back: one's own, or as a moderator anybody's."""

    allowed: ClassVar = ANYONE
    type: Literal["chat.delete"] = "chat.delete"
    message: MessageRef


class React(ClientCommand):
    """Put an emoji under a message, or take it away."""

    allowed: ClassVar = SPEAKING
    type: Literal["chat.react"] = "chat.react"
    message: MessageRef
    emoji: Emoji
    on: bool


class HistoryQuery(Message):
    """Ask for the messages before a place in the sequence, newest last."""

    type: Literal["chat.history"] = "chat.history"
    before: Annotated[int, Field(ge=1, le=2**31)] | None = None
    limit: Annotated[int, Field(ge=1, le=PAGE_LENGTH)] = 50


class ChatMessage(TypedDict):
    """One message. A deleted one keeps its place and has no text."""

    id: str
    seq: int
    participant: str
    name: str
    club: NotRequired[ClubView]
    text: str
    at: str
    reactions: dict[str, list[str]]
    deleted: NotRequired[Literal[True]]


class ChatFrame(TypedDict):
    """The `chat` event: a new message, or a known one as it is now."""

    kind: Literal["message", "changed"]
    message: ChatMessage


class ChatHistory(TypedDict):
    """The answer to a history question, oldest first."""

    messages: list[ChatMessage]
    more: bool


COMMANDS: Final = (Send, Delete, React)
