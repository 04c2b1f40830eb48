"""What the HTTP interface takes and gives about campuses and clubs."""

from typing import Annotated, Final

from roundtable.clubs.model import CampusFields, ClubFields, Text, Zone
from roundtable.http.models import KEY, Inbound, View
from roundtable.http.sheets import LineErrorView
from roundtable.kernel.ids import CampusId, ClubId
from roundtable.kernel.messages import CampusRef

REFUSALS: Final = (
    "campus_has_clubs",
    "club_has_seats",
    "csv_or_file",
    "empty",
    "name_taken",
    "no_such_person",
    "no_web_address",
    "officers_only",
    "person_or_email",
    "picture_size",
    "picture_too_large",
    "picture_wrong",
    "too_many_clubs",
    "too_many_officers",
    "unknown_campus",
    "unknown_club",
    "unknown_zone",
)

SHEET_ERRORS: Final = (
    "campus_differs",
    "club_twice",
    "column_missing",
    "column_twice",
    "column_unknown",
    "not_text",
    "quotes_broken",
    "sheet_empty",
    "sheet_too_large",
    "too_many_cells",
    "too_many_rows",
)
"""Codes of lines of a sheet, besides those of its fields."""


class NewCampus(CampusFields):
    """A campus that an administrator adds."""


class NewClub(ClubFields):
    """A club that an administrator adds."""

    campus_id: CampusRef


class CampusChanges(Inbound):
    """What an administrator changes of a campus."""

    name_zh: Text | None = None
    name_en: Text | None = None
    city_zh: Text | None = None
    city_en: Text | None = None
    zone: Zone | None = None


class CampusPath(Inbound):
    """A campus in a path."""

    id: Annotated[CampusId, KEY]


class ClubPath(Inbound):
    """A club in a path."""

    id: Annotated[ClubId, KEY]


class CampusView(View):
    """A campus."""

    id: CampusId
    name_zh: str
    name_en: str
    city_zh: str
    city_en: str
    zone: str


class ClubView(View):
    """A club."""

    id: ClubId
    name_zh: str
    name_en: str
    campus_id: CampusId
    link: str | None = None


class ClubEntry(ClubView):
    """A club in the list of all."""

    logo: str | None = None
    """The path of its picture."""


class CampusList(View):
    """Campuses by name; `next` goes into `after` if there are more."""

    items: list[CampusView]
    next: str | None = None


class ClubList(View):
    """Clubs by name; `next` goes into `after` if there are more."""

    items: list[ClubEntry]
    next: str | None = None


class ImportResult(View):
    """What an import did, or would do. With errors nothing was done."""

    created: int
    updated: int
    errors: list[LineErrorView]


class SheetView(View):
    """All clubs as a sheet, for saving as a file."""

    csv: str
