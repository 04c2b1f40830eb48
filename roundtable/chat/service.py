"""Use cases of the chat: who may, how often, one transaction, then tell."""

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Protocol
from weakref import WeakValueDictionary

from roundtable.chat import tables
from roundtable.chat.messages import ChatFrame, ChatHistory, Delete, HistoryQuery, React, Send
from roundtable.chat.showing import message_view
from roundtable.chat.tables import StoredMessage
from roundtable.database import Connection, Database
from roundtable.database.event_log import accepted_version, hold_live, remember_command
from roundtable.kernel.actors import MODERATING
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from roundtable.kernel.finishing import Finishing
from roundtable.kernel.ids import CommandId, MessageId, ParticipantId, SessionId, new_id
from roundtable.kernel.messages import ClientCommand
from roundtable.kernel.ports import Accepted, CommandKey
from roundtable.kernel.presence import Presence, Present

log = logging.getLogger(__name__)

ChatCommand = Send | Delete | React


class ChatTeller(Protocol):
    """Sends a chat frame to all who are in the session, on this node; the gateway is one."""

    async def tell_chat(self, session: SessionId, frame: ChatFrame) -> None:
        """Send it to the audiences `everyone` and `moderators`."""
        ...


class SendingLimit(Protocol):
    """Counts what a participant writes; `ChatPace` is one."""

    async def seconds_to_wait(self, key: str) -> int:
        """Count one more; return 0 if it is within the limit, otherwise the seconds until it would be."""
        ...


class Attendance(Protocol):
    """Knows who is in a session; `LiveSessions` is one."""

    async def presence(self, session: SessionId) -> Presence:
        """Return who is here now, with roles, clubs and the settings."""
        ...


@dataclass(frozen=True)
class _Reader:
    """Somebody who is in, and how far back they may read."""

    session: SessionId
    participant: ParticipantId
    present: Present
    since: datetime | None
    """None = from the beginning. Where the chat is not kept, those who join later do not see what was before."""

    def may_read(self, message: StoredMessage) -> bool:
        return self.since is None or message.at >= self.since


class ChatService:
    """Writes messages to rows with their own sequence in each session, and tells them after the commit."""

    def __init__(
        self, database: Database, live: Attendance, *, clock: Clock, teller: ChatTeller, limit: SendingLimit
    ) -> None:
        self._database = database
        self._live = live
        self._clock = clock
        self._teller = teller
        self._limit = limit
        self._finishing = Finishing()
        self._turns: WeakValueDictionary[SessionId, asyncio.Lock] = WeakValueDictionary()

    async def execute(
        self,
        session: SessionId,
        command: ClientCommand,
        by: ParticipantId,
        command_id: CommandId | None = None,
    ) -> Accepted:
        """Send, delete or react, exactly once for each command id.

        `version` of the answer is the message's place in the sequence. Raises a Refusal, and then did nothing.
        """
        writer = await self._reader(session, by)
        if not isinstance(command, Send | Delete | React):
            raise Invalid("unknown_command")
        if writer.present.role not in command.allowed:
            raise NotAllowed("not_allowed")
        if not isinstance(command, Delete):
            await self._keep_pace(writer, command.type)
        return await self._finishing.run(self._in_turn(writer, command, command_id))

    async def history(self, session: SessionId, query: HistoryQuery, by: ParticipantId) -> ChatHistory:
        """Return messages as far as the room's policy lets this participant read back."""
        reader = await self._reader(session, by)
        async with self._database.reading() as connection:
            found = await tables.messages_before(
                connection, session, before=query.before, since=reader.since, limit=query.limit + 1
            )
        more = len(found) > query.limit
        return {"messages": [message_view(message) for message in found[-query.limit :]], "more": more}

    async def close(self) -> None:
        """Wait for what is being written."""
        await self._finishing.close()

    async def _reader(self, session: SessionId, participant: ParticipantId) -> _Reader:
        presence = await self._live.presence(session)
        if presence.ended:
            raise Conflict("session_ended")
        present = presence.people.get(participant)
        if present is None:
            raise NotFound("not_present")
        return _Reader(session, participant, present, None if presence.settings.chat_kept else present.since)

    async def _keep_pace(self, writer: _Reader, kind: str) -> None:
        seconds = await self._limit.seconds_to_wait(f"{kind}/{writer.participant}")
        if seconds:
            raise TooMany("too_fast", seconds=seconds)

    async def _in_turn(self, writer: _Reader, command: ChatCommand, command_id: CommandId | None) -> Accepted:
        """Commit, then tell; one after the other in each session, so that what is told comes in order."""
        turn = self._turns.setdefault(writer.session, asyncio.Lock())
        async with turn:
            seq, changed = await self._commit(writer, command, command_id)
            if changed is not None:
                kind: Literal["message", "changed"] = "message" if isinstance(command, Send) else "changed"
                await self._tell(writer.session, {"kind": kind, "message": message_view(changed)})
        return Accepted(seq)

    async def _tell(self, session: SessionId, frame: ChatFrame) -> None:
        """A fault in telling does not undo what was committed, so it does not fail the command."""
        try:
            await self._teller.tell_chat(session, frame)
        except Exception:
            log.exception("telling failed", extra={"session": session})

    async def _commit(
        self, writer: _Reader, command: ChatCommand, command_id: CommandId | None
    ) -> tuple[int, StoredMessage | None]:
        """Write in one transaction; return the place in the sequence, and the message if it is new or changed."""
        key = None if command_id is None else CommandKey(writer.participant, command_id)
        now = self._clock.now()
        async with self._database.transaction() as connection:
            if not await hold_live(connection, writer.session):
                raise Conflict("session_ended")
            if key is not None:
                accepted = await accepted_version(connection, writer.session, key)
                if accepted is not None:
                    return accepted, None
            message, changed = await self._write(connection, writer, command, now)
            if key is not None:
                await remember_command(connection, writer.session, key, version=message.seq, at=now)
        return message.seq, message if changed else None

    async def _write(
        self, connection: Connection, writer: _Reader, command: ChatCommand, now: datetime
    ) -> tuple[StoredMessage, bool]:
        """Return the message as it is afterwards, and whether it is new or changed."""
        match command:
            case Send(text=text):
                message = await _new_message(connection, writer, text, now)
                await tables.add_message(connection, message)
                return message, True
            case Delete(message=wanted):
                return await _delete(connection, writer, wanted, now)
            case React():
                return await _react(connection, writer, command, now)


async def _new_message(connection: Connection, writer: _Reader, text: str, now: datetime) -> StoredMessage:
    return StoredMessage(
        id=MessageId(new_id("msg")),
        session=writer.session,
        seq=await tables.next_seq(connection, writer.session),
        participant=writer.participant,
        name=writer.present.name,
        club=writer.present.club,
        text=text,
        at=now,
    )


async def _delete(
    connection: Connection, writer: _Reader, wanted: MessageId, now: datetime
) -> tuple[StoredMessage, bool]:
    """Delete one's own message, or as a moderator anybody's. Deleting twice is once."""
    message = await _readable(connection, writer, wanted)
    if message.participant != writer.participant and writer.present.role not in MODERATING:
        raise NotAllowed("not_allowed")
    if message.deleted:
        return message, False
    await tables.delete_message(connection, message.id, now)
    return replace(message, text="", reactions=(), deleted=True), True


async def _react(connection: Connection, writer: _Reader, command: React, now: datetime) -> tuple[StoredMessage, bool]:
    """Put an emoji under a message or take it away. Nothing happens if it is so already."""
    message = await _readable(connection, writer, command.message)
    if message.deleted:
        raise NotFound("no_such_message")
    mine = (command.emoji, writer.participant)
    if command.on == (mine in message.reactions):
        return message, False
    if command.on:
        await tables.add_reaction(connection, message.id, writer.participant, emoji=command.emoji, at=now)
        return replace(message, reactions=(*message.reactions, mine)), True
    await tables.remove_reaction(connection, message.id, writer.participant, emoji=command.emoji)
    return replace(message, reactions=tuple(one for one in message.reactions if one != mine)), True


async def _readable(connection: Connection, reader: _Reader, wanted: MessageId) -> StoredMessage:
    """Return a message of the reader's session that they may read."""
    message = await tables.find_message(connection, reader.session, wanted)
    if message is None or not reader.may_read(message):
        raise NotFound("no_such_message")
    return message
