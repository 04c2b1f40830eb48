"""What a session is from its start, and the settings that can change while it is live."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from roundtable.kernel.carried import MOST_CARRIED, CarriedEntry
from roundtable.kernel.floor_settings import FloorSettings
from roundtable.kernel.messages import Message, RoomRef, SessionRef
from roundtable.kernel.text import Title

DEFAULT_CAPACITY = 100
MOST_PEOPLE = 500
"""A room's size is bounded by one media node."""

ScreenShare = Literal["everyone", "moderators"]
Capacity = Annotated[int, Field(ge=2, le=MOST_PEOPLE)]


class SessionSettings(Message):
    """How a room is run. The room has them as a start; a host may change them in the session."""

    lobby: bool = True
    screen_share: ScreenShare = "everyone"
    chat_kept: bool = True
    capacity: Capacity = DEFAULT_CAPACITY
    floor: FloorSettings = FloorSettings()
    """How the floor begins; in the session it has commands of its own."""


class SessionFacts(Message):
    """What was decided before the first event: everything `initial` may know."""

    session: SessionRef
    room: RoomRef
    slug: Annotated[str, Field(max_length=64)]
    title: Title
    started_at: datetime
    settings: SessionSettings = SessionSettings()
    carried: Annotated[tuple[CarriedEntry, ...], Field(max_length=MOST_CARRIED)] = ()
    """Who waits from the beginning, as they waited in a session before."""
