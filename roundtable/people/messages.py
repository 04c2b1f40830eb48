"""What the HTTP interface takes and gives about people."""

from typing import Annotated, Final, Literal, Self

from pydantic import Field, StringConstraints

from roundtable.http.models import KEY, Inbound, Moment, View
from roundtable.kernel.addresses import EMAIL_LENGTH, Email
from roundtable.kernel.ids import ClubId, PersonId
from roundtable.kernel.messages import ClubRef
from roundtable.kernel.text import PersonName
from roundtable.kernel.zones import Zone
from roundtable.people.model import Language, Person

REFUSALS: Final = (
    "administrators_only",
    "email_taken",
    "first_start_over",
    "last_administrator",
    "link_wrong",
    "no_email",
    "no_mail_server",
    "password_too_easy",
    "password_too_long",
    "password_too_short",
    "password_wrong",
    "person_disabled",
    "sign_in_needed",
    "sign_in_wrong",
    "too_many_people",
    "too_many_tokens",
)

Password = Annotated[str, StringConstraints(max_length=1024)]
Token = Annotated[str, StringConstraints(max_length=100)]


class FirstStart(Inbound):
    """The first account."""

    token: Token
    email: Email
    password: Password
    name: PersonName
    language: Language = "zh-CN"


class SignInForm(Inbound):
    """An address and a password."""

    email: Annotated[str, StringConstraints(max_length=254)]
    password: Annotated[str, StringConstraints(max_length=8192)]


class LinkForm(Inbound):
    """The address to which a link is sent, and where to go with it."""

    email: Annotated[str, StringConstraints(max_length=EMAIL_LENGTH)]
    next: Annotated[
        Annotated[str, StringConstraints(max_length=4096)] | None,
        Field(description="A path of this server; anything else becomes `/`."),
    ] = None


class PasswordChange(Inbound):
    """The password that shall be, and the one that is; a fresh sign-in takes its place."""

    current: Annotated[str, StringConstraints(max_length=8192)] | None = None
    new: Password


class PasswordStanding(View):
    """Whether the caller has a password."""

    has_password: bool
    fresh_until: Annotated[Moment | None, Field(description="Until then it need not be shown to set another.")] = None


class WelcomeForm(Inbound):
    """The password of somebody who was added, and the language in which they read the page: theirs from now on."""

    password: Password
    language: Language | None = None


class OwnChanges(Inbound):
    """What people change of their own; `club_id: null` means no club, `zone: null` the one of the club's campus."""

    name: PersonName | None = None
    language: Language | None = None
    club_id: ClubRef | None = None
    zone: Zone | None = None
    mail_reminders: bool | None = None
    mail_invitations: bool | None = None


class NewPerson(Inbound):
    """Somebody whom an administrator adds."""

    email: Email
    name: PersonName
    administrator: bool = False
    invite: Annotated[bool, Field(description="Send them the link by mail, too.")] = False


class PersonChanges(Inbound):
    """What an administrator changes of a person."""

    name: PersonName | None = None
    administrator: bool | None = None
    disabled: bool | None = None


class PersonPath(Inbound):
    """A person in a path."""

    id: Annotated[PersonId, KEY]


class SignInPath(Inbound):
    """A sign-in in a path."""

    id: Annotated[str, KEY]


class WelcomePath(Inbound):
    """The token of a welcome link."""

    token: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{20,100}$")]


class OwnPerson(View):
    """The caller's account."""

    id: PersonId
    email: str
    name: str
    language: str
    club_id: ClubId | None = None
    administrator: bool
    zone: Annotated[str | None, Field(description="By whose clocks letters tell times.")] = None
    mail_reminders: bool
    mail_invitations: bool
    without_password: Annotated[Literal[True] | None, Field(description="They sign in by other ways.")] = None

    @classmethod
    def of(cls, person: Person) -> Self:
        """Show a person to themselves."""
        shown = cls.model_validate(person)
        return shown if person.password else shown.model_copy(update={"without_password": True})


class OwnGuest(View):
    """The caller, who is a guest."""

    id: str
    name: str
    club_id: ClubId | None = None


class Me(View):
    """Who the caller is, and what their page must send along."""

    person: OwnPerson | None = None
    guest: OwnGuest | None = None
    csrf: str
    first_start: bool
    mail: Annotated[Literal[True] | None, Field(description="There is a mail server: letters go out.")] = None
    openid: Annotated[str | None, Field(description="Name of the OpenID provider with which one can sign in.")] = None


class PersonView(View):
    """A person, for administrators."""

    id: PersonId
    email: str
    name: str
    language: str
    club_id: ClubId | None = None
    administrator: bool
    disabled: bool
    waiting: Annotated[bool, Field(description="Has neither set a password nor linked an identity.")]
    created_at: Moment

    @classmethod
    def of(cls, person: Person, *, linked: bool) -> Self:
        """Show a person, without their password; `linked` says whether they sign in at the OpenID provider."""
        return cls(
            id=person.id,
            email=person.email,
            name=person.name,
            language=person.language,
            club_id=person.club_id,
            administrator=person.administrator,
            disabled=person.disabled,
            waiting=person.password is None and not linked,
            created_at=person.created_at,
        )


class PersonList(View):
    """People by name; `next` goes into `after` if there are more."""

    items: list[PersonView]
    next: str | None = None


class LinkView(View):
    """A link that an administrator passes on; it works once."""

    link: str


class AddedPerson(View):
    """Somebody who was added, and their link."""

    person: PersonView
    link: str


class WelcomeView(View):
    """Whom a welcome link is for."""

    name: str
    email: str


class SignInView(View):
    """One of the caller's sign-ins."""

    id: str
    created_at: Moment
    last_seen_at: Moment
    agent: str
    address: str
    current: bool


class SignInList(View):
    """The caller's sign-ins."""

    items: list[SignInView]
