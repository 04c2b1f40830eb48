"""What the HTTP interface takes and gives about pages of clubs."""

from typing import Annotated, Self

from pydantic import Base64Bytes, Field, StringConstraints, model_validator

from roundtable.clubs.messages import CampusView, ClubView
from roundtable.clubs.model import Link, Text
from roundtable.clubs.pages.model import About, Contact
from roundtable.clubs.pages.picture import MOST_BYTES
from roundtable.http.models import KEY, Inbound, Moment, View
from roundtable.kernel.ids import ClubId, PersonId
from roundtable.kernel.messages import CampusRef, PersonRef
from roundtable.kernel.text import PersonName


class ClubChanges(Inbound):
    """What officers and administrators change of a club; `link: null` takes the link away."""

    name_zh: Text | None = None
    name_en: Text | None = None
    campus_id: CampusRef | None = None
    """For administrators: a club does not move by itself."""
    link: Link | None = None
    about: About | None = None
    contact: Contact | None = None


class LogoForm(Inbound):
    """A picture's bytes in base64."""

    file: Annotated[Base64Bytes, Field(max_length=MOST_BYTES * 2)]


class OfficerForm(Inbound):
    """Whom to make an officer, by id or by the address under which they have an account.

    With a `name`, whoever has no account yet gets one, and a letter that invites them.
    """

    person_id: PersonRef | None = None
    email: Annotated[str, StringConstraints(max_length=254)] | None = None
    name: PersonName | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.person_id is None) == (self.email is None):
            raise ValueError("person_or_email")
        return self


class OfficerPath(Inbound):
    """An officer of a club in a path."""

    id: Annotated[ClubId, KEY]
    person_id: Annotated[PersonId, KEY]


class OfficerView(View):
    """Somebody who keeps a club's page."""

    id: PersonId
    name: str
    since: Moment


class OfficeList(View):
    """The clubs that the caller is an officer of."""

    clubs: list[ClubId]


class ClubPage(ClubView):
    """A club with all that the reader may see of it."""

    campus: CampusView
    about: str
    logo: str | None = None
    """The path of its picture."""
    contact: str | None = None
    """Only for readers with an account."""
    officers: list[OfficerView] | None = None
    """Only for readers with an account."""
    may_edit: bool
    """Whether the reader keeps it: as an officer or an administrator."""
