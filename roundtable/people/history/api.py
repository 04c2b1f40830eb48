"""HTTP: one's own history of sign-ins."""

from datetime import UTC, datetime
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, StringConstraints

from roundtable.http.models import Inbound, Moment, View
from roundtable.http.routes import Call, get
from roundtable.people.history.model import Entry, How
from roundtable.people.history.service import SignInHistory
from roundtable.people.history.tables import Place

_STAMP: Final = "%Y%m%dT%H%M%S%fZ"


def _place(text: str) -> Place:
    stamp, _, id_ = text.partition(".")
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC), id_


def _checked(text: str) -> str:
    _place(text)
    return text


Cursor = Annotated[str, StringConstraints(pattern=r"^\d{8}T\d{12}Z\.[a-z0-9_]{1,60}$"), AfterValidator(_checked)]
"""A place in the list, as the page before told it."""


class HistoryQuery(Inbound):
    """Which part to list; absent: the latest."""

    before: Cursor | None = None
    most: Annotated[int, Field(ge=1, le=100)] = 20


class SignInEntryView(View):
    """Somebody signed in, or tried `times` times in vain between `began_at` and `at`."""

    id: str
    at: Moment
    began_at: Moment
    how: How
    succeeded: bool
    times: int
    agent: str
    address: str

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Show an entry."""
        return cls.model_validate({name: getattr(entry, name) for name in cls.model_fields})


class HistoryPage(View):
    """Entries, the latest first; `earlier` goes into `before` where there are more."""

    items: list[SignInEntryView]
    earlier: str | None = None


class HistoryApi:
    """Reading one's own history."""

    def __init__(self, history: SignInHistory) -> None:
        self._history = history

    @get("/api/sign-in-history", needs="account", token="none")
    async def page(self, call: Call, query: HistoryQuery) -> HistoryPage:
        """List when, how and from where the caller signed in, and who tried in vain, in the last 90 days."""
        before = _place(query.before) if query.before else None
        entries, more = await self._history.page(call.signed_in, before, query.most)
        earlier = f"{entries[-1].at.strftime(_STAMP)}.{entries[-1].id}" if more else None
        return HistoryPage(items=[SignInEntryView.of(one) for one in entries], earlier=earlier)
