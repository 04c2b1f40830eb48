"""Who is at the other end of a request or a socket, before any session gives them a role."""

from dataclasses import dataclass

from roundtable.kernel.errors import NotAllowed, SignInNeeded
from roundtable.kernel.ids import ClubId, GuestId, PersonId


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody whose cookie was checked: a person with an account, or a guest who gave a name."""

    sign_in: str
    """Id of the sign-in; ending it ends everything that was opened with it."""
    identity: PersonId | GuestId
    name: str
    csrf: str
    """What a page must send along with the cookie."""
    person: PersonId | None = None
    """The account; None for a guest."""
    administrator: bool = False
    club: ClubId | None = None
    language: str = "zh-CN"
    in_person: bool = True
    """False for a program that acts with a token of theirs."""

    @property
    def account(self) -> PersonId:
        """Return the person; refuse a guest."""
        if self.person is None:
            raise SignInNeeded("sign_in_needed")
        return self.person

    def must_have_account(self) -> None:
        """Refuse a guest."""
        _ = self.account

    def must_be_in_person(self) -> None:
        """Refuse a program, whatever its token may."""
        if not self.in_person:
            raise NotAllowed("no_token_here")

    def must_be_administrator(self) -> None:
        """Refuse everybody else."""
        if not self.administrator:
            raise NotAllowed("administrators_only")
