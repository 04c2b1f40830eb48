"""Who acts. The role is read from the session's state when the command is decided, never from a payload."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from roundtable.kernel.ids import ParticipantId

Role = Literal["host", "moderator", "representative", "guest", "observer"]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
ANYONE: Final[frozenset[Role]] = frozenset(ROLES)
MODERATING: Final[frozenset[Role]] = frozenset(("host", "moderator"))
SPEAKING: Final[frozenset[Role]] = ANYONE - {"observer"}


@dataclass(frozen=True, slots=True)
class Actor:
    """A participant with the role they have at this version of the log.

    `role` is None for the system and for somebody who still waits in the lobby.
    """

    participant: ParticipantId | None
    role: Role | None

    @property
    def is_system(self) -> bool:
        """Say whether the server itself acts."""
        return self.participant is None

    @property
    def is_moderating(self) -> bool:
        """Say whether this is a host or a moderator."""
        return self.role in MODERATING


SYSTEM: Final = Actor(participant=None, role=None)
