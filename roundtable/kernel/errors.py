"""Refusals: a small tree with stable codes. The code is for programs; the sentence is made at the edge.

A pure `decide` returns a refusal, services raise it, and the HTTP and Socket.IO borders catch it, once each.
"""

from typing import ClassVar, Final


class Refusal(Exception):
    """What was asked is not done, and `code` says why. Nothing was changed."""

    status: ClassVar[int] = 400
    """The HTTP status that says the same."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code: Final = code
        self.params: Final = params

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Refusal)
            and type(self) is type(other)
            and (self.code, self.params) == (other.code, other.params)
        )

    def __hash__(self) -> int:
        return hash((type(self), self.code))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code!r}, {self.params!r})"


class Invalid(Refusal):
    """The request itself is wrong: malformed, too long, unknown."""

    status = 422


class SignInNeeded(Refusal):
    """Nobody is signed in, or the sign-in has ended."""

    status = 401


class NotAllowed(Refusal):
    """This person may not do this."""

    status = 403


class NotFound(Refusal):
    """There is no such thing, or it is not theirs to know of."""

    status = 404


class Conflict(Refusal):
    """It does not fit what has happened meanwhile."""

    status = 409


class TooMany(Refusal):
    """Too often or too much; `seconds` in the parameters says when to try again, where that helps."""

    status = 429


class Unavailable(Refusal):
    """Something that is needed does not answer. Trying again later may help."""

    status = 503


REFUSALS: Final = (
    "invalid",
    "not_allowed",
    "not_found",
    "not_present",
    "session_ended",
    "too_busy",
    "unavailable",
    "unknown_command",
)
"""The kernel's codes. Each slice lists its own in `messages.py`; all of them reach the client's types."""
