"""Lets people at a room's door say who they are. The rooms know it as their `Reception`."""

from roundtable.http.routes import Call
from roundtable.kernel.ids import ClubId, GuestId, PersonId
from roundtable.people.model import Place
from roundtable.people.sign_ins import SignIns, Wish


class Reception:
    """Takes down names; a newcomer becomes a guest."""

    def __init__(self, sign_ins: SignIns) -> None:
        self._sign_ins = sign_ins

    async def receive(self, call: Call, name: str, club: ClubId | None, language: str) -> PersonId | GuestId:
        """Note what somebody says of themselves; a newcomer gets a cookie."""
        place = Place(call.agent, call.peer.address)
        identity, token = await self._sign_ins.knock(Wish(name, club, language), call.caller, place)
        if token:
            call.keep(token)
        return identity
