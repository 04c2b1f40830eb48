"""HTTP routes about polls."""

from roundtable.http.routes import Call, delete, get, patch, post, put
from roundtable.polls.resources import (
    AnswerForm,
    Closing,
    HoursForm,
    HoursView,
    NewPoll,
    PollChanges,
    PollList,
    PollPath,
    PollsQuery,
    PollView,
)
from roundtable.polls.service import Polls


class PollsApi:
    """Polls of availability."""

    def __init__(self, polls: Polls) -> None:
        self._polls = polls

    @get("/api/polls", needs="account", token="read")
    async def page(self, call: Call, query: PollsQuery) -> PollList:
        """List the caller's polls, and those that ask a club of theirs; administrators may list all."""
        return await self._polls.page(call.signed_in, query)

    @post("/api/polls", status=201, needs="account", token="series:write", limits=("making",))
    async def make(self, call: Call, body: NewPoll) -> PollView:
        """Ask clubs when they can meet."""
        return await self._polls.make(call.signed_in, body)

    @post("/api/polls/hours", needs="account", token="read", limits=("reckoning",))
    async def hours(self, call: Call, body: HoursForm) -> HoursView:
        """Tell what hours would mean on the campuses of some clubs."""
        return await self._polls.hours(body)

    @get("/api/polls/{id}", needs="account", token="read")
    async def read(self, call: Call, path: PollPath) -> PollView:
        """Show a poll, by its id or its link."""
        return await self._polls.read(call.signed_in, path.id)

    @patch("/api/polls/{id}", token="series:write")
    async def change(self, call: Call, path: PollPath, body: PollChanges) -> PollView:
        """Change a poll; what would be lost is told first."""
        return await self._polls.change(call.signed_in, path.id, body)

    @delete("/api/polls/{id}", token="series:write")
    async def remove(self, call: Call, path: PollPath) -> None:
        """Delete a poll with all answers."""
        await self._polls.delete(call.signed_in, path.id)

    @put("/api/polls/{id}/answer", token="series:write")
    async def answer(self, call: Call, path: PollPath, body: AnswerForm) -> PollView:
        """Say for a club which options suit."""
        return await self._polls.answer(call.signed_in, path.id, body)

    @post("/api/polls/{id}/close", needs="account", token="series:write")
    async def close(self, call: Call, path: PollPath, body: Closing) -> PollView:
        """End a poll, with the option that is taken or with none."""
        return await self._polls.close(call.signed_in, path.id, body.chosen)

    @post("/api/polls/{id}/reopen", needs="account", token="series:write")
    async def reopen(self, call: Call, path: PollPath) -> PollView:
        """Let clubs answer again."""
        return await self._polls.reopen(call.signed_in, path.id)
