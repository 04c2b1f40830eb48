"""Pages of lists that can grow: the same everywhere, so that one function of a client reads them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list is asked for."""

    after: str | None
    """Id of the last one that is known; None for the beginning."""
    most: int


class Named(Protocol):
    """Something with an id."""

    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=Named)


def cut(found: Sequence[N], window: Window) -> tuple[Sequence[N], str | None]:
    """Return a page of what was found, one more than asked for if there are more, and where the next begins."""
    shown = found[: window.most]
    return shown, shown[-1].id if len(found) > window.most else None
