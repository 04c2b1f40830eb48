"""Who answers what comes over a socket: the live slices, the chat, and the media server's passes."""

from collections.abc import Mapping

import roundtable.chat.messages as chat
from roundtable.chat.messages import HistoryQuery
from roundtable.chat.service import ChatService
from roundtable.gateway.ports import Desk, Seat
from roundtable.kernel.live import LiveSessions
from roundtable.kernel.messages import ClientCommand
from roundtable.kernel.wire import MediaQuery
from roundtable.media.service import MediaPass
from roundtable.registry import LIVE_SLICES


def desk(sessions: LiveSessions, spoken: ChatService, passes: MediaPass) -> Desk:
    """Put the answers together."""

    async def media(seat: Seat, _: MediaQuery) -> Mapping[str, object]:
        return {**await passes.answer(seat.session, seat.participant, seat.origin)}

    async def history(seat: Seat, query: HistoryQuery) -> Mapping[str, object]:
        return {**await spoken.history(seat.session, query, seat.participant)}

    return Desk(
        commands={
            **dict.fromkeys(client_commands(), sessions.execute),
            **dict.fromkeys(chat.COMMANDS, spoken.execute),
        },
        queries={MediaQuery: media, HistoryQuery: history},
    )


def client_commands() -> list[type[ClientCommand]]:
    """List what participants may send to the live slices."""
    return [command for part in LIVE_SLICES for command in part.commands if issubclass(command, ClientCommand)]
