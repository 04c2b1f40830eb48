"""HTTP routes about letters."""

from roundtable.http.routes import Call, get, post
from roundtable.mail.messages import LetterList, LetterPath, LetterView
from roundtable.mail.outbox import Outbox


class MailApi:
    """The outbox, for administrators."""

    def __init__(self, outbox: Outbox, *, is_set_up: bool) -> None:
        self._outbox = outbox
        self._is_set_up = is_set_up

    @get("/api/mail", needs="administrator", token="none")
    async def list_all(self, call: Call) -> LetterList:
        """List the newest letters and what became of each."""
        entries = await self._outbox.list_all(call.signed_in)
        return LetterList(set_up=self._is_set_up, items=[LetterView.of(entry) for entry in entries])

    @post("/api/mail/{id}/retry", needs="administrator", token="none", limits=("making",))
    async def retry(self, call: Call, path: LetterPath) -> None:
        """Try a letter again at once that has failed, or waits for its next attempt."""
        await self._outbox.retry(call.signed_in, path.id)
