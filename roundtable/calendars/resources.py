"""What the HTTP interface takes and gives about calendars."""

from typing import Annotated, Final

from pydantic import StringConstraints

from roundtable.calendars.model import Language
from roundtable.http.models import KEY, Inbound, Moment, View
from roundtable.kernel.ids import ClubId, FeedId, SeriesId
from roundtable.kernel.messages import ClubRef

REFUSALS: Final = ("too_many_feeds",)


class NewFeed(Inbound):
    """A wish for a feed: of a club, or of one's own."""

    club_id: ClubRef | None = None
    language: Language = "zh-CN"


class FeedPath(Inbound):
    """Names a feed."""

    id: Annotated[FeedId, KEY]


class FilePath(Inbound):
    """Names a session."""

    id: Annotated[SeriesId, KEY]
    key: Annotated[str, StringConstraints(pattern=r"^\d{8}T\d{4}$")]


class FileQuery(Inbound):
    """In which language a file is written."""

    language: Language = "zh-CN"


class FeedView(View):
    """A feed, without its secret."""

    id: FeedId
    club_id: ClubId | None = None
    language: Language
    created_at: Moment


class FeedList(View):
    """The caller's feeds, and those of the clubs they are officers of."""

    items: list[FeedView]


class FeedMade(View):
    """A new feed with its address, which is told this once."""

    feed: FeedView
    path: str
