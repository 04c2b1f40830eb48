"""Use cases of the chat: who may, how often, one transaction, then tell."""

from typing import Protocol

from roundtable.chat.messages import ChatFrame, ChatHistory, HistoryQuery
from roundtable.kernel.clock import Clock
from roundtable.kernel.ids import CommandId, ParticipantId, SessionId
from roundtable.kernel.live import LiveSessions
from roundtable.kernel.messages import ClientCommand
from roundtable.kernel.ports import Accepted


class ChatTeller(Protocol):
    """Sends a chat frame to all who are in the session, on this node; the gateway is one."""

    async def tell_chat(self, session: SessionId, frame: ChatFrame) -> None:
        """Send it to the audiences `everyone` and `moderators`."""
        ...


class SendingLimit(Protocol):
    """Counts messages of a participant."""

    async def seconds_to_wait(self, key: str) -> int:
        """Count one more; return 0 if it is within the limit, otherwise the seconds until it would be."""
        ...


class ChatService:
    """Writes messages to rows with their own sequence in each session, and tells them after the commit."""

    def __init__(self, live: LiveSessions, *, clock: Clock, teller: ChatTeller, limit: SendingLimit) -> None:
        raise NotImplementedError

    async def execute(
        self,
        session: SessionId,
        command: ClientCommand,
        by: ParticipantId,
        command_id: CommandId | None = None,
    ) -> Accepted:
        """Send, delete or react; `version` of the answer is the message's place in the sequence."""
        raise NotImplementedError

    async def history(self, session: SessionId, query: HistoryQuery, by: ParticipantId) -> ChatHistory:
        """Return messages as far as the room's policy lets this participant read back."""
        raise NotImplementedError
