"""The chat on both databases: who may, in which order, how far back, how fast, and what is told."""

import asyncio
from typing import Any

import pytest

from roundtable.chat.messages import MESSAGE_LENGTH, ChatFrame, Delete, Emoji, HistoryQuery, React, Send
from roundtable.chat.pace import ChatPace
from roundtable.chat.service import ChatService
from roundtable.chat.tables import delete_unkept
from roundtable.database import Database
from roundtable.database.event_log import DatabaseEventLog
from roundtable.kernel.clock import as_text
from roundtable.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal, TooMany
from roundtable.kernel.ids import CommandId, MessageId, ParticipantId, SessionId
from roundtable.kernel.messages import ClientCommand
from roundtable.kernel.session import SessionSettings
from roundtable.registry import LIVE_SLICES
from roundtable.rooms.messages import Configure, End, Leave, Lock, SetRole
from tests.roundtable.meeting import CLUB, Meeting


class Board:
    """A teller that remembers."""

    def __init__(self) -> None:
        self.frames: list[tuple[SessionId, ChatFrame]] = []

    async def tell_chat(self, session: SessionId, frame: ChatFrame) -> None:
        self.frames.append((session, frame))


class Chatting:
    """A meeting of Alice, who hosts, and Bob, with a chat."""

    def __init__(self, database: Database) -> None:
        self.meeting = Meeting(DatabaseEventLog(database, LIVE_SLICES, recorders=[delete_unkept]))
        self.board = Board()
        clock = self.meeting.clock
        self.chat = ChatService(database, self.meeting.live, clock=clock, teller=self.board, limit=ChatPace(clock))

    async def begin(self, **settings: Any) -> None:
        await self.meeting.open(SessionSettings(lobby=False, **settings))
        self.alice = await self.meeting.enter("Alice", right="host")
        self.bob = await self.meeting.enter("Bob", club=CLUB)

    async def do(self, by: ParticipantId, command: ClientCommand, command_id: str | None = None) -> int:
        key = None if command_id is None else CommandId(command_id)
        return (await self.chat.execute(self.meeting.session, command, by, key)).version

    async def say(self, by: ParticipantId, text: str) -> MessageId:
        """Send, a second after the last, and return the message's id."""
        self.meeting.clock.advance(1)
        await self.do(by, Send(text=text))
        return MessageId(self.board.frames[-1][1]["message"]["id"])

    async def refusal(self, by: ParticipantId, command: ClientCommand) -> Refusal:
        with pytest.raises(Refusal) as caught:
            await self.do(by, command)
        return caught.value

    async def history(self, by: ParticipantId, before: int | None = None, limit: int = 50) -> list[str]:
        """What somebody reads back; the last item says whether there is more."""
        answer = await self.chat.history(self.meeting.session, HistoryQuery(before=before, limit=limit), by)
        return [*(message["text"] for message in answer["messages"]), "…" if answer["more"] else "."]


@pytest.fixture
async def chatting(database: Database) -> Chatting:
    chatting = Chatting(database)
    await chatting.begin()
    return chatting


async def test_a_message_is_stored_and_told_the_same(chatting: Chatting) -> None:
    assert await chatting.do(chatting.bob, Send(text=" 大家好 👋\nhttps://example.org \x07")) == 1
    [(session, frame)] = chatting.board.frames
    message = frame["message"]
    assert session == chatting.meeting.session
    assert frame == {
        "kind": "message",
        "message": {
            "id": message["id"],
            "seq": 1,
            "participant": chatting.bob,
            "name": "Bob",
            "club": CLUB.model_dump(),
            "text": "大家好 👋\nhttps://example.org",
            "at": as_text(chatting.meeting.clock.now()),
            "reactions": {},
        },
    }
    answer = await chatting.chat.history(session, HistoryQuery(), chatting.alice)
    assert answer == {"messages": [message], "more": False}


async def test_history_goes_back_page_by_page(chatting: Chatting) -> None:
    for number in range(1, 8):
        await chatting.say(chatting.alice, f"{number}")
    assert await chatting.history(chatting.bob, limit=3) == ["5", "6", "7", "…"]
    assert await chatting.history(chatting.bob, before=5, limit=3) == ["2", "3", "4", "…"]
    assert await chatting.history(chatting.bob, before=2, limit=3) == ["1", "."]
    assert await chatting.history(chatting.bob, before=1) == ["."]


async def test_a_repeated_command_id_is_one_message(chatting: Chatting) -> None:
    sent = [chatting.do(chatting.bob, Send(text="once"), "command-1") for _ in range(3)]
    assert await asyncio.gather(*sent) == [1, 1, 1]
    assert await chatting.do(chatting.alice, Send(text="another"), "command-1") == 2
    assert [frame["message"]["text"] for _, frame in chatting.board.frames] == ["once", "another"]


async def test_many_at_once_get_one_sequence_and_are_told_in_it(chatting: Chatting) -> None:
    crowd = [await chatting.meeting.enter(f"Guest{number}", guest=True) for number in range(12)]
    seqs = await asyncio.gather(*(chatting.do(who, Send(text="hi")) for who in crowd))
    assert sorted(seqs) == list(range(1, 13))
    assert [frame["message"]["seq"] for _, frame in chatting.board.frames] == list(range(1, 13))


async def test_two_nodes_write_one_sequence(database: Database, database_url: str) -> None:
    here = Chatting(database)
    await here.begin()
    other = Database(database_url)
    there = Chatting(other)
    there.meeting.session = here.meeting.session
    carol = await there.meeting.enter("Carol")
    seqs = await asyncio.gather(
        *(here.do(here.alice, Send(text=f"a{n}")) for n in range(5)),
        *(there.do(carol, Send(text=f"c{n}")) for n in range(5)),
    )
    assert sorted(seqs) == list(range(1, 11))
    await other.close()


class TestWhoMay:
    """Sending, deleting, reacting and reading, by role and place."""

    @pytest.mark.parametrize("role", ["host", "moderator", "representative", "guest", "observer"])
    async def test_every_role(self, chatting: Chatting, role: Any) -> None:
        theirs = await chatting.say(chatting.alice, "from Alice")
        own = await chatting.say(chatting.bob, "from Bob")
        await chatting.meeting.do(chatting.alice, SetRole(participant=chatting.bob, role=role))
        refused = NotAllowed("not_allowed")
        acts: dict[str, ClientCommand] = {
            "send": Send(text="x"),
            "react": React(message=theirs, emoji="👍", on=True),
            "delete own": Delete(message=own),
            "delete another's": Delete(message=theirs),
        }
        allowed = {
            "send": role != "observer",
            "react": role != "observer",
            "delete own": True,
            "delete another's": role in {"host", "moderator"},
        }
        for name, act in acts.items():
            if allowed[name]:
                await chatting.do(chatting.bob, act)
            else:
                assert await chatting.refusal(chatting.bob, act) == refused, name

    async def test_those_outside_may_nothing(self, chatting: Chatting) -> None:
        await chatting.meeting.do(chatting.alice, Configure(lobby=True))
        waiting = await chatting.meeting.enter("Waiting", guest=True)
        await chatting.meeting.do(chatting.bob, Leave())
        for who in (waiting, chatting.bob, ParticipantId("prt_stranger")):
            assert await chatting.refusal(who, Send(text="x")) == NotFound("not_present")
            with pytest.raises(NotFound):
                await chatting.history(who)

    async def test_messages_of_another_session_are_not_there(self, chatting: Chatting, database: Database) -> None:
        elsewhere = Chatting(database)
        await elsewhere.begin()
        foreign = await elsewhere.say(elsewhere.alice, "elsewhere")
        unknown = NotFound("no_such_message")
        assert await chatting.refusal(chatting.alice, Delete(message=foreign)) == unknown
        assert await chatting.refusal(chatting.alice, React(message=foreign, emoji="👍", on=True)) == unknown
        assert await chatting.refusal(chatting.alice, Delete(message=MessageId("msg_none"))) == unknown
        assert await chatting.history(chatting.alice) == ["."]
        assert await elsewhere.history(elsewhere.alice) == ["elsewhere", "."]

    async def test_commands_of_others_are_not_for_the_chat(self, chatting: Chatting) -> None:
        assert await chatting.refusal(chatting.alice, Lock(locked=True)) == Invalid("unknown_command")

    async def test_after_the_end_nobody(self, chatting: Chatting) -> None:
        await chatting.meeting.do(chatting.alice, End())
        assert await chatting.refusal(chatting.alice, Send(text="x")) == Conflict("session_ended")


async def test_deleting_takes_text_and_reactions_and_keeps_the_place(chatting: Chatting) -> None:
    message = await chatting.say(chatting.bob, "secret")
    await chatting.do(chatting.alice, React(message=message, emoji="😂", on=True))
    await chatting.do(chatting.alice, Delete(message=message))
    await chatting.do(chatting.alice, Delete(message=message))
    frames = [frame for _, frame in chatting.board.frames]
    assert [frame["kind"] for frame in frames] == ["message", "changed", "changed"]
    assert frames[-1]["message"] == {**frames[0]["message"], "text": "", "deleted": True}
    answer = await chatting.chat.history(chatting.meeting.session, HistoryQuery(), chatting.bob)
    assert answer["messages"] == [frames[-1]["message"]]
    refused = await chatting.refusal(chatting.bob, React(message=message, emoji="👍", on=True))
    assert refused == NotFound("no_such_message")


async def test_reactions_are_counted_once_for_each_person(chatting: Chatting) -> None:
    message = await chatting.say(chatting.bob, "party")

    async def react(by: ParticipantId, emoji: Emoji, *, on: bool) -> Any:
        chatting.meeting.clock.advance(1)
        await chatting.do(by, React(message=message, emoji=emoji, on=on))
        answer = await chatting.chat.history(chatting.meeting.session, HistoryQuery(), chatting.bob)
        return answer["messages"][0]["reactions"]

    alice, bob = chatting.alice, chatting.bob
    assert await react(alice, "🎉", on=True) == {"🎉": [alice]}
    assert await react(alice, "🎉", on=True) == {"🎉": [alice]}
    assert await react(bob, "🎉", on=True) == {"🎉": [alice, bob]}
    assert await react(bob, "❤️", on=True) == {"🎉": [alice, bob], "❤️": [bob]}
    assert await react(alice, "🎉", on=False) == {"🎉": [bob], "❤️": [bob]}
    assert await react(alice, "🎉", on=False) == {"🎉": [bob], "❤️": [bob]}
    told = [frame["message"]["reactions"] for _, frame in chatting.board.frames]
    assert len(told) == 5
    assert told[-1] == {"🎉": [bob], "❤️": [bob]}


async def test_five_in_five_seconds(chatting: Chatting) -> None:
    for _ in range(5):
        await chatting.do(chatting.bob, Send(text="x"))
    assert await chatting.refusal(chatting.bob, Send(text="x")) == TooMany("too_fast", seconds=5)
    await chatting.do(chatting.alice, Send(text="others may"))
    chatting.meeting.clock.advance(3)
    assert await chatting.refusal(chatting.bob, Send(text="x")) == TooMany("too_fast", seconds=2)
    chatting.meeting.clock.advance(2)
    assert await chatting.do(chatting.bob, Send(text="x")) == 7


class TestHistoryThatIsNotKept:
    """Those who join later do not read what was before, and nothing stays after the end."""

    async def test_those_who_join_later(self, database: Database) -> None:
        chatting = Chatting(database)
        await chatting.begin(chat_kept=False)
        before = await chatting.say(chatting.alice, "before")
        chatting.meeting.clock.advance(1)
        carol = await chatting.meeting.enter("Carol")
        await chatting.say(chatting.alice, "after")
        assert await chatting.history(chatting.bob) == ["before", "after", "."]
        assert await chatting.history(carol) == ["after", "."]
        refused = await chatting.refusal(carol, React(message=before, emoji="👍", on=True))
        assert refused == NotFound("no_such_message")

    @pytest.mark.parametrize(("kept", "left"), [(True, ["x"]), (False, [])])
    async def test_at_the_end(self, database: Database, kept: bool, left: list[str]) -> None:
        from roundtable.chat.tables import messages_before

        chatting = Chatting(database)
        await chatting.begin(chat_kept=kept)
        await chatting.say(chatting.alice, "x")
        await chatting.meeting.do(chatting.alice, End())
        async with database.reading() as connection:
            found = await messages_before(connection, chatting.meeting.session, before=None, since=None, limit=9)
        assert [message.text for message in found] == left


async def test_the_longest_message_and_odd_letters(chatting: Chatting) -> None:
    texts = [
        "界" * MESSAGE_LENGTH,
        "a\u202eb",
        "<script>alert(1)</script>",
        "👩\u200d💻",
        "'; DROP TABLE chat_message; --",
    ]
    for text in texts:
        await chatting.say(chatting.bob, text)
    assert await chatting.history(chatting.alice) == [texts[0], "ab", *texts[2:], "."]


class Fallen(Board):
    """A teller that always fails."""

    async def tell_chat(self, session: SessionId, frame: ChatFrame) -> None:
        raise ConnectionError


async def test_what_is_committed_is_acknowledged_even_if_nobody_can_be_told(
    chatting: Chatting, caplog: pytest.LogCaptureFixture
) -> None:
    chatting.chat._teller = Fallen()
    assert await chatting.do(chatting.bob, Send(text="x")) == 1
    assert await chatting.history(chatting.alice) == ["x", "."]
    assert "telling failed" in caplog.text


async def test_pace_forgets_the_idle(chatting: Chatting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roundtable.chat.pace.MOST_KEYS", 10)
    pace = ChatPace(chatting.meeting.clock)
    for number in range(100):
        chatting.meeting.clock.advance(1)
        await pace.seconds_to_wait(f"key-{number}")
    assert len(pace._sent) <= 11
