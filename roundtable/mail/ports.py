"""What letters need of other subjects. The composition root gives it."""

from typing import Protocol

from roundtable.kernel.ids import PersonId
from roundtable.mail.model import Topic


class Wishes(Protocol):
    """Knows which letters people want."""

    async def read(self, person: PersonId, topic: Topic) -> tuple[str, bool] | None:
        """Return somebody's address, and whether they want letters on a topic; None if there is nobody."""
        ...

    async def write(self, person: PersonId, topic: Topic, *, wanted: bool) -> None:
        """Note whether somebody wants letters on a topic."""
        ...
