"""What the HTTP interface takes and gives about leaving, and the export."""

from typing import Annotated, Any, Final, Literal

from pydantic import Field, StringConstraints

from roundtable.http.models import KEY, Inbound, Moment, View
from roundtable.kernel.ids import PersonId

REFUSALS: Final = ("fresh_sign_in_needed", "own_room_is_live", "series_needs_organizer")


class DeletionForm(Inbound):
    """The confirmation. Without a password the sign-in must be a fresh one."""

    password: Annotated[str, StringConstraints(max_length=8192)] | None = None


class PersonPath(Inbound):
    """A person in a path."""

    id: Annotated[PersonId, KEY]


class ObstacleView(View):
    """Why the account cannot be deleted yet."""

    code: Literal["last_administrator", "series_needs_organizer", "own_room_is_live"]
    title: str | None = None
    """Of the series or the room."""
    id: str | None = None


class DeletionView(View):
    """What deleting an account means."""

    obstacles: list[ObstacleView]
    seats: list[str]
    """Titles of series in which a seat is left."""
    roles: list[str]
    """Titles of series in which a role is laid down."""
    rooms_passed_on: list[str]
    """Titles of rooms that one of their moderators hosts from then on."""
    rooms_deleted: list[str]
    sessions: int
    """In whose records the name is replaced; the club stays."""
    tokens: int
    feeds: int


class OwnDeletionView(DeletionView):
    """What deleting one's own account means, and how to confirm it."""

    has_password: bool
    fresh_until: Moment | None = None
    """Until then this sign-in is confirmation enough."""


class PersonalExport(View):
    """Everything that is known of a person."""

    format: Literal[1] = 1
    made_at: Moment
    rows: Annotated[
        dict[str, list[dict[str, Any]]],
        Field(description="By table: the rows in which the person stands. What opens something is left out."),
    ]
    letters: list[dict[str, Any]]
    """Letters to the person; what they say is sealed."""
    sessions: list[dict[str, Any]]
    """Where they took part: when, under which names, what they said on the floor, wrote, and put under messages."""
