"""Who waited when an item was closed waits again at the start of the room's next session. Once on each database."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import text

from roundtable.floor.commands.items import AddItem, CloseItem, StartItem
from roundtable.floor.commands.queue import Add, Ask, Clear, Remove, Withdraw
from roundtable.floor.commands.turns import Next
from roundtable.floor.values import EntryId, ItemId, TurnId
from roundtable.http.cookies import SAFE_COOKIE
from roundtable.kernel.audiences import EVERYONE
from roundtable.kernel.errors import Conflict
from roundtable.kernel.ids import ConnectionId, ParticipantId, SessionId
from roundtable.kernel.messages import ClientCommand
from roundtable.rooms.messages import End, Leave
from roundtable.rooms.service import Arrival
from tests.roundtable.house import Browser, House


@dataclass
class Room:
    """A room with a link, and one session after the other in it."""

    house: House
    slug: str
    host: Browser
    session: SessionId = field(init=False)
    chair: ParticipantId = field(init=False)

    async def open(self) -> None:
        """Begin the next session, with the host in it."""
        self.chair = await self.enter(self.host, "Ada")

    async def enter(self, browser: Browser, name: str, *, observe: bool = False) -> ParticipantId:
        """Let somebody come in, with a socket of their own."""
        self.session = SessionId((await browser.enter(self.slug, name)).body["session_id"])
        caller = await self.house.sign_ins.caller(browser.cookies[SAFE_COOKIE])
        assert caller is not None
        connection = ConnectionId(f"con-{name}")
        arrival = Arrival(self.slug, observe=observe, connection=connection, address_key="", node="node")
        return (await self.house.rooms.enter(caller, arrival))[1]

    async def do(self, by: ParticipantId, command: ClientCommand) -> None:
        await self.house.sessions.execute(self.session, command, by)

    async def floor(self) -> Any:
        return (await self.house.sessions.snapshot(self.session, EVERYONE)).view["floor"]

    async def begin_item(self) -> None:
        await self.do(self.chair, AddItem(title="Mirrors"))
        items = (await self.floor())["items"]
        await self.do(self.chair, StartItem(item=ItemId(list(items)[-1])))

    async def carry(self) -> None:
        """Close the item, and let those who wait come again."""
        await self.do(self.chair, CloseItem(waiting="carry"))

    async def end(self) -> None:
        await self.do(self.chair, End())

    async def waiting(self) -> list[tuple[str, str, str]]:
        """Name, kind and text of those who wait, in their order."""
        entries = sorted((await self.floor())["entries"].values(), key=lambda entry: entry["rank"])
        return [(entry["name"], entry["kind"], entry.get("text", "")) for entry in entries]

    async def rows(self) -> int:
        async with self.house.database.reading() as connection:
            return int((await connection.execute(text("SELECT count(*) FROM carried_entry"))).scalar_one())


@pytest.fixture
async def room(house: House) -> Room:
    ada = await house.first_account()
    made = await ada.post("/api/rooms", title="Room", settings={"lobby": False})
    room = Room(house, made.body["slug"], ada)
    await room.open()
    return room


async def test_they_wait_again_with_kind_and_text_and_are_known_when_they_come(house: House, room: Room) -> None:
    bob, guest = await house.account(room.host, "Bob"), house.browser()
    bobs, guests = await room.enter(bob, "Bob"), await room.enter(guest, "Ming")
    await room.begin_item()
    await room.do(bobs, Ask(kind="topic", text="A shared mirror", text_turn=True))
    await room.do(guests, Ask(kind="topic", text="镜像"))
    await room.do(room.chair, Add(kind="clarifying_question", name="Dan", club_name="成都开源社", text="Where?"))
    expected = [
        ("Dan", "clarifying_question", "Where?"),
        ("Bob", "topic", "A shared mirror"),
        ("Ming", "topic", "镜像"),
    ]
    assert sorted(await room.waiting()) == sorted(expected)
    await room.carry()
    assert await room.waiting() == []
    await room.end()

    await room.open()
    assert sorted(await room.waiting()) == sorted(expected)
    entries = {entry["name"]: entry for entry in (await room.floor())["entries"].values()}
    assert all(entry["carried"] for entry in entries.values())
    # Bob is not here yet, so `next` passes him over; the guest and Dan are names now, for the moderator to call.
    assert [name for name, entry in entries.items() if "away" in entry] == ["Bob"]
    assert "participant" not in entries["Ming"]
    club = entries["Dan"]["club"]
    assert (await room.floor())["clubs"][club]["club"]["name_zh"] == "成都开源社"
    again = await room.enter(bob, "Bob")
    assert again != bobs
    entries = {entry["name"]: entry for entry in (await room.floor())["entries"].values()}
    assert (entries["Bob"]["participant"], "away" in entries["Bob"], entries["Bob"]["text_turn"]) == (
        again,
        False,
        True,
    )
    await room.do(again, Withdraw(entry=EntryId(entries["Bob"]["id"])))
    assert "Bob" not in [name for name, _, _ in await room.waiting()]


async def test_who_was_called_or_taken_off_does_not_wait_a_third_time(house: House, room: Room) -> None:
    for name in ("Bob", "Carol", "Dave"):
        participant = await room.enter(await house.account(room.host, name), name)
        await room.do(participant, Ask(kind="topic"))
    await room.begin_item()
    await room.carry()
    await room.end()
    await room.open()
    first = next(iter((await room.floor())["entries"].values()))
    await room.do(room.chair, Remove(entry=EntryId(first["id"])))
    await room.do(room.chair, Add(kind="point_of_order", name="Eve"))
    await room.do(room.chair, Next())
    assert await room.rows() == 2
    await room.end()
    # A short session in which nothing happens loses nobody.
    for _ in range(2):
        await room.open()
        assert sorted(name for name, _, _ in await room.waiting()) == ["Carol", "Dave"]
        await room.end()


async def test_who_is_called_by_order_is_done(house: House, room: Room) -> None:
    bob = await house.account(room.host, "Bob")
    await room.do(await room.enter(bob, "Bob"), Ask(kind="topic", text="Once"))
    await room.begin_item()
    await room.carry()
    await room.end()
    await room.open()
    await room.enter(bob, "Bob")
    await room.do(room.chair, Next())
    assert (await room.floor())["turn"]["text"] == "Once"
    assert await room.rows() == 0


async def test_they_may_be_carried_on_and_on(house: House, room: Room) -> None:
    bob = await house.account(room.host, "Bob")
    await room.do(await room.enter(bob, "Bob"), Ask(kind="topic", text="Patience"))
    for _ in range(3):
        await room.begin_item()
        await room.carry()
        assert await room.rows() == 1
        await room.end()
        await room.open()
        assert await room.waiting() == [("Bob", "topic", "Patience")]
    bobs = await room.enter(bob, "Bob")
    (entry,) = (await room.floor())["entries"].values()
    assert entry["participant"] == bobs


async def test_what_is_cleared_or_left_is_over(house: House, room: Room) -> None:
    bob = await house.account(room.host, "Bob")
    await room.do(await room.enter(bob, "Bob"), Ask(kind="topic"))
    await room.do(room.chair, Add(kind="topic", name="Dan"))
    await room.begin_item()
    await room.carry()
    await room.end()
    await room.open()
    await room.do(await room.enter(bob, "Bob"), Leave())
    assert [name for name, _, _ in await room.waiting()] == ["Dan"]
    assert await room.rows() == 1
    await room.do(room.chair, Clear(confirmed=True))
    assert await room.rows() == 0


async def test_who_comes_back_to_listen_waits_no_more(house: House, room: Room) -> None:
    bob = await house.account(room.host, "Bob")
    await room.do(await room.enter(bob, "Bob"), Ask(kind="topic"))
    await room.begin_item()
    await room.carry()
    await room.end()
    await room.open()
    await room.enter(bob, "Bob", observe=True)
    assert (await room.waiting(), await room.rows()) == ([], 0)


async def test_they_wait_in_their_own_room_only_and_hold_one_place_each(house: House, room: Room) -> None:
    bob = await house.account(room.host, "Bob")
    await room.do(await room.enter(bob, "Bob"), Ask(kind="topic"))
    await room.begin_item()
    await room.carry()
    await room.end()
    other = (await room.host.post("/api/rooms", title="Other", settings={"lobby": False})).body["slug"]
    elsewhere = Room(house, other, room.host)
    await elsewhere.open()
    assert await elsewhere.waiting() == []
    await room.open()
    bobs = await room.enter(bob, "Bob")
    with pytest.raises(Conflict, match="already_waiting"):
        await room.do(bobs, Ask(kind="topic"))


async def test_a_server_that_starts_again_knows_them_still(house: House, room: Room) -> None:
    bob = await house.account(room.host, "Bob")
    await room.do(await room.enter(bob, "Bob"), Ask(kind="topic", text="Still here"))
    await room.begin_item()
    await room.carry()
    await room.end()
    await room.open()
    before = await room.floor()
    house.sessions._sessions.clear()  # as after a start: everything comes from the database
    assert await room.floor() == before
    await room.enter(bob, "Bob")
    turn = (await room.floor()).get("turn")
    await room.do(room.chair, Next(turn=None if turn is None else TurnId(turn["id"])))
    assert (await room.floor())["turn"]["name"] == "Bob"


async def test_the_record_tells_of_them_in_both_sessions(house: House, room: Room) -> None:
    bob = await house.account(room.host, "Bob")
    await room.do(await room.enter(bob, "Bob"), Ask(kind="topic", text="First"))
    await room.do(room.chair, Add(kind="topic", name="Dan", text="Second"))
    await room.begin_item()
    first = room.session
    await room.carry()
    await room.end()
    await room.open()
    await room.do(room.chair, Remove(entry=EntryId("ent_2")))
    told = {
        session: (await room.host.get(f"/api/sessions/{session}/floor")).body["lines"]
        for session in (first, room.session)
    }
    gone = {
        session: {line["name"]: line["gone"] for line in lines if "gone" in line} for session, lines in told.items()
    }
    assert gone == {first: {"Bob": "carried", "Dan": "carried"}, room.session: {"Bob": "waiting", "Dan": "removed"}}
