"""What goes over the socket besides commands: the frames of the gateway and the questions of a client."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from roundtable.kernel.messages import Message, SessionRef

PROTOCOL = 1
"""Raised when an old client could no longer understand the server."""

GoodbyeCode = Literal["left", "gone", "removed", "banned", "refused", "ended", "opened_elsewhere", "restarting"]


class Join(Message):
    """The `auth` of a connection. Who it is comes from the cookie alone."""

    room: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00]*$")]
    csrf: Annotated[str, Field(max_length=128)]
    protocol: Annotated[int, Field(ge=1, le=1_000_000)]
    observe: bool = False


class SnapshotQuery(Message):
    """Asked for after a gap in the versions."""

    type: Literal["snapshot"] = "snapshot"


class MediaQuery(Message):
    """Asked for before connecting to the media server."""

    type: Literal["media"] = "media"


class TimeQuery(Message):
    """Asked for to learn how far off the client's clock is."""

    type: Literal["time"] = "time"


class MediaAnswer(TypedDict):
    """Where the media server is, and the token for it."""

    url: str
    token: str
    identity: str


class TimeAnswer(TypedDict):
    """The server's clock in milliseconds since 1970."""

    now: int


class AckAccepted(TypedDict):
    """The command is stored."""

    ok: Literal[True]
    version: NotRequired[int]


class AckRefused(TypedDict):
    """The command was not carried out, and why."""

    ok: Literal[False]
    code: str
    params: dict[str, str | int]


class Welcome(TypedDict):
    """First frame of a connection."""

    participant: str
    audience: str
    session_id: SessionRef
    server_time: str
    node: str


class SnapshotFrame(TypedDict):
    """Everything the audience may see."""

    version: int
    view: dict[str, object]


# "from" is a word of Python's, hence the functional form.
PatchFrame = TypedDict("PatchFrame", {"from": int, "to": int, "patch": dict[str, object]})


class Moved(TypedDict):
    """The socket sees something else from now on; a snapshot follows."""

    audience: str


class Goodbye(TypedDict):
    """The last frame; `retry` says whether connecting again makes sense."""

    code: GoodbyeCode
    retry: bool
