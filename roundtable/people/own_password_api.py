"""HTTP routes of one's own password."""

from roundtable.http.routes import Call, get, post
from roundtable.people.messages import PasswordChange, PasswordStanding
from roundtable.people.own_password import OwnPassword


class OwnPasswordApi:
    """Setting it, and what that takes. No token does."""

    def __init__(self, passwords: OwnPassword) -> None:
        self._passwords = passwords

    @get("/api/password", needs="account", token="none")
    async def standing(self, call: Call) -> PasswordStanding:
        """Tell whether the caller has a password, and whether they must show it to set another."""
        standing = await self._passwords.standing(call.signed_in)
        return PasswordStanding(has_password=standing.has_password, fresh_until=standing.fresh_until)

    @post("/api/password", needs="account", token="none", limits=("sign_in",))
    async def set(self, call: Call, body: PasswordChange) -> None:
        """Set one's own password with the one that is, or by a fresh sign-in; every other sign-in ends."""
        await self._passwords.set(call.signed_in, body.current, body.new, call.peer.network)
