"""What requests and answers are made of."""

from datetime import datetime
from typing import Annotated, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, RootModel, StringConstraints, WithJsonSchema

from roundtable.kernel.clock import as_text
from roundtable.kernel.pages import Window

MOST_ON_A_PAGE: Final = 500


class Inbound(BaseModel):
    """Something a client sent. Unknown fields are refused, so that a typing error is not silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, use_attribute_docstrings=True)


class View(BaseModel):
    """Something a client gets. Fields that are None are left out."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True, use_attribute_docstrings=True)


class TextFile(RootModel[str]):
    """An answer that is no JSON."""

    media_type: ClassVar[str]


class Sheet(TextFile):
    """A table as CSV."""

    media_type = "text/csv"


class CalendarFile(TextFile):
    """A calendar (RFC 5545)."""

    media_type = "text/calendar"


Moment = Annotated[
    datetime,
    PlainSerializer(as_text, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A moment, written in UTC with milliseconds."""

KEY: Final = StringConstraints(pattern=r"^[a-z0-9_]{1,60}$")
"""The shape of an id in a path, `id: Annotated[RoomId, KEY]`. Whatever else stands there is simply not found."""


class PageQuery(Inbound):
    """Which part of a list to give."""

    after: Annotated[str, KEY] | None = None
    """What the page before told as `next`."""
    most: Annotated[int, Field(ge=1, le=MOST_ON_A_PAGE)] = 200

    @property
    def window(self) -> Window:
        """Return it as services take it."""
        return Window(self.after, self.most)
