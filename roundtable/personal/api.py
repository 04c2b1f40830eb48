"""HTTP routes by which people take along what is known of them, and delete their account."""

from dataclasses import asdict

from roundtable.http.routes import Call, delete, get, post
from roundtable.kernel.errors import NotAllowed
from roundtable.people.confirming import Confirmation
from roundtable.personal.exporting import Exporting
from roundtable.personal.leaving import Leaving
from roundtable.personal.resources import DeletionForm, DeletionView, OwnDeletionView, PersonalExport, PersonPath


class PersonalApi:
    """What is known of people. No token exports or deletes it."""

    def __init__(self, exporting: Exporting, leaving: Leaving, confirmation: Confirmation) -> None:
        self._exporting = exporting
        self._leaving = leaving
        self._confirmation = confirmation

    @get("/api/me/export", needs="account", token="none", limits=("personal",))
    async def export(self, call: Call) -> PersonalExport:
        """Export everything that is known of the caller."""
        export = await self._exporting.export(call.signed_in)
        call.save_as(f"roundtable {export.made_at.date().isoformat()}.json")
        return export

    @get("/api/me/deletion", needs="account", token="none")
    async def own_prospect(self, call: Call) -> OwnDeletionView:
        """Tell what deleting one's own account means."""
        caller = call.signed_in
        prospect = await self._leaving.prospect(caller.account)
        standing = await self._confirmation.standing(caller)
        return OwnDeletionView(**asdict(prospect), has_password=standing.has_password, fresh_until=standing.fresh_until)

    @post("/api/me/deletion", needs="account", token="none", limits=("personal", "sign_in"))
    async def delete_own(self, call: Call, body: DeletionForm) -> None:
        """Delete one's own account, confirmed by the password or by a fresh sign-in."""
        caller = call.signed_in
        await self._confirmation.confirm(caller, body.password, call.peer.network)
        await self._leaving.delete(caller.account)
        call.forget()

    @get("/api/people/{id}/deletion", needs="administrator", token="none")
    async def prospect(self, call: Call, path: PersonPath) -> DeletionView:
        """Tell what deleting somebody's account means."""
        return DeletionView(**asdict(await self._leaving.prospect(path.id)))

    @delete("/api/people/{id}", needs="administrator", token="none")
    async def delete(self, call: Call, path: PersonPath) -> None:
        """Delete somebody's account. One's own is deleted with a confirmation only."""
        if path.id == call.signed_in.account:
            raise NotAllowed("fresh_sign_in_needed")
        await self._leaving.delete(path.id)
