"""What the HTTP interface takes and gives about letters."""

from typing import Annotated, Final, Self

from pydantic import Field, StringConstraints

from roundtable.http.models import KEY, Inbound, Moment, View
from roundtable.jobs.job import JobId
from roundtable.mail.model import Topic
from roundtable.mail.outbox import Entry, State

REFUSALS: Final = ("letter_settled", "link_wrong")


class LetterPath(Inbound):
    """A letter in a path."""

    id: Annotated[JobId, KEY]


class StopPath(Inbound):
    """The token of a link that ends letters."""

    token: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{20,200}$")]


class StopForm(Inbound):
    """Whether such letters are wanted."""

    wanted: bool


class StopView(View):
    """What a link ends, as far as whoever has it may know."""

    topic: Topic
    address: Annotated[str, Field(description="With most of its letters left out.")]
    wanted: bool


class LetterView(View):
    """A letter, for administrators. What it says is for its reader alone."""

    id: JobId
    to: str
    subject: str
    state: Annotated[State, Field(description="`dropped`: it came too late, or its reason was gone.")]
    written_at: Moment
    next_at: Annotated[Moment | None, Field(description="When it is tried next.")] = None
    done_at: Moment | None = None
    attempts: int
    last_error: str | None = None

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Show a letter."""
        return cls(
            id=entry.id,
            to=entry.to,
            subject=entry.subject,
            state=entry.state,
            written_at=entry.written_at,
            next_at=entry.next_at,
            done_at=entry.done_at,
            attempts=entry.attempts,
            last_error=entry.note,
        )


class LetterList(View):
    """Letters from the newest on."""

    set_up: Annotated[bool, Field(description="Whether there is a mail server; without one letters wait.")]
    items: list[LetterView]
    next: Annotated[str | None, Field(description="Give it as `after` for the next page.")] = None
