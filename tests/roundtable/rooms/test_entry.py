"""Coming and going: the door, the lobby, the way back, and those who stay out."""

from typing import Any

import pytest

from roundtable.kernel.errors import Conflict, NotAllowed, Refusal, TooMany
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.session import SessionSettings
from roundtable.rooms import entry
from roundtable.rooms.messages import (
    AdmitAll,
    Ban,
    Configure,
    Disconnect,
    Leave,
    LiftBan,
    Lock,
    Refuse,
    Remove,
    Rename,
    SetRole,
)
from roundtable.rooms.moderation import ban_id
from tests.roundtable.meeting import CLUB, Meeting

OPEN_DOOR = SessionSettings(lobby=False)


@pytest.fixture
async def meeting() -> Meeting:
    meeting = Meeting()
    await meeting.open()
    return meeting


async def role(meeting: Meeting, who: ParticipantId) -> object:
    """The role of somebody, `waiting`, or None for one who is not there."""
    view = await meeting.rooms()
    if who in view["waiting"]:
        return "waiting"
    return view["participants"].get(who, {}).get("role")


async def refusal(meeting: Meeting, name: str, **facts: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        await meeting.enter(name, **facts)
    return caught.value


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"right": "host"}, "host"),
        ({"right": "moderator"}, "moderator"),
        ({"right": "host", "observe": True}, "host"),
        ({"club": CLUB}, "representative"),
        ({"club": CLUB, "guest": True}, "representative"),
        ({}, "guest"),
        ({"guest": True}, "guest"),
        ({"club": CLUB, "observe": True}, "observer"),
    ],
)
async def test_the_role_on_entry(facts: dict[str, Any], expected: str) -> None:
    meeting = Meeting()
    await meeting.open(OPEN_DOOR)
    assert await role(meeting, await meeting.enter("Bob", **facts)) == expected


async def test_with_a_lobby_only_the_rooms_own_people_come_straight_in(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    mona = await meeting.enter("Mona", right="moderator")
    bob = await meeting.enter("Bob", club=CLUB)
    assert [await role(meeting, who) for who in (alice, mona, bob)] == ["host", "moderator", "waiting"]
    assert bob not in meeting.grants()
    await meeting.do(mona, AdmitAll())
    assert await role(meeting, bob) == "representative"
    assert bob in meeting.grants()


async def test_whoever_sits_at_the_table_for_a_club_comes_straight_in(meeting: Meeting) -> None:
    bob = await meeting.enter("Bob", club=CLUB, seated=True)
    assert await role(meeting, bob) == "representative"
    assert bob in meeting.grants()


async def test_whoever_waits_when_they_get_a_seat_comes_in_by_loading_the_page_anew(meeting: Meeting) -> None:
    bob = await meeting.enter("Bob", club=CLUB, connection="one")
    assert await role(meeting, bob) == "waiting"
    await meeting.enter("Bob", club=CLUB, connection="two", seated=True)
    assert await role(meeting, bob) == "representative"


async def test_a_seat_opens_no_locked_or_full_room_and_does_not_undo_a_removal(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.enter("Bob", club=CLUB, seated=True)
    await meeting.do(alice, Remove(participant=bob))
    await meeting.enter("Bob", club=CLUB, seated=True)
    assert await role(meeting, bob) == "waiting"
    await meeting.do(alice, Lock(locked=True))
    assert await refusal(meeting, "Carol", seated=True) == NotAllowed("room_locked")
    full = Meeting()
    await full.open(SessionSettings(lobby=True, capacity=2))
    for name in ("Dan", "Eve"):
        await full.enter(name, seated=True)
    assert await refusal(full, "Fay", seated=True) == Conflict("room_full")


async def test_whoever_was_admitted_need_not_knock_again(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.admitted("Bob", alice)
    await meeting.do(alice, SetRole(participant=bob, role="moderator"))
    await meeting.do(bob, Leave())
    await meeting.do(alice, Lock(locked=True))
    await meeting.enter("Bob")
    assert await role(meeting, bob) == "moderator"


async def test_a_removed_person_has_to_knock_even_without_a_lobby() -> None:
    meeting = Meeting()
    await meeting.open(OPEN_DOOR)
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.enter("Bob", club=CLUB)
    await meeting.do(alice, SetRole(participant=bob, role="moderator"))
    await meeting.do(alice, Remove(participant=bob))
    assert bob not in meeting.grants()
    await meeting.enter("Bob", club=CLUB)
    assert await role(meeting, bob) == "waiting"
    await meeting.do(alice, AdmitAll())
    assert await role(meeting, bob) == "representative"


async def test_a_refused_person_may_knock_again(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.enter("Bob")
    await meeting.do(alice, Refuse(participant=bob))
    assert meeting.sockets.heard("dismissed") == [("dismissed", bob, "refused")]
    await meeting.enter("Bob")
    assert await role(meeting, bob) == "waiting"


async def test_a_locked_room_lets_nobody_new_in(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    await meeting.do(alice, Lock(locked=True))
    assert await refusal(meeting, "Bob") == NotAllowed("room_locked")
    assert await role(meeting, await meeting.enter("Mona", right="moderator")) == "moderator"
    await meeting.do(alice, Lock(locked=False))
    assert await role(meeting, await meeting.enter("Bob")) == "waiting"


async def test_a_full_room_is_full_also_for_those_who_wait() -> None:
    meeting = Meeting()
    await meeting.open(SessionSettings(lobby=True, capacity=2))
    alice = await meeting.enter("Alice", right="host")
    bob, carol = await meeting.enter("Bob"), await meeting.enter("Carol")
    await meeting.do(alice, AdmitAll())
    assert [await role(meeting, who) for who in (bob, carol)] == ["guest", "waiting"]
    assert await refusal(meeting, "Dan") == Conflict("room_full")
    assert await meeting.refusal(alice, AdmitAll()) == Conflict("room_full")
    assert await role(meeting, await meeting.enter("Mona", right="moderator")) == "moderator"


async def test_a_flood_of_knocks_ends(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "MOST_WAITING", 3)
    for number in range(3):
        await meeting.enter(f"Guest{number}", guest=True)
    assert await refusal(meeting, "Guest3", guest=True) == TooMany("lobby_full")


async def test_those_beyond_the_speakers_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "MOST_SPEAKERS", 2)
    meeting = Meeting()
    await meeting.open(SessionSettings(lobby=True))
    alice = await meeting.enter("Alice", right="host")
    people = [await meeting.enter(f"Guest{number}", guest=True) for number in range(3)]
    await meeting.do(alice, AdmitAll())
    assert [await role(meeting, who) for who in people] == ["guest", "observer", "observer"]


class TestBans:
    """Out, and kept out: the person, the guest, and a guest with a new name from the same place."""

    @pytest.fixture
    async def alice(self, meeting: Meeting) -> ParticipantId:
        return await meeting.enter("Alice", right="host")

    async def test_an_account(self, meeting: Meeting, alice: ParticipantId) -> None:
        bob = await meeting.admitted("Bob", alice, address_key="campus")
        await meeting.do(alice, Ban(participant=bob))
        assert meeting.sockets.heard("dismissed") == [("dismissed", bob, "banned")]
        assert bob not in meeting.grants()
        assert await refusal(meeting, "Bob", address_key="other") == NotAllowed("banned")
        assert await role(meeting, await meeting.enter("Carol", address_key="campus")) == "waiting"

    async def test_a_guest_with_a_new_name(self, meeting: Meeting, alice: ParticipantId) -> None:
        troll = await meeting.enter("Troll", guest=True, address_key="cafe")
        await meeting.do(alice, Ban(participant=troll))
        assert await refusal(meeting, "Troll", guest=True, address_key="elsewhere") == NotAllowed("banned")
        assert await refusal(meeting, "Angel", guest=True, address_key="cafe") == NotAllowed("banned")
        assert await role(meeting, await meeting.enter("Bob", address_key="cafe")) == "waiting"
        assert await role(meeting, await meeting.enter("Eve", guest=True, address_key="home")) == "waiting"

    async def test_a_neighbour_who_was_in_before_is_no_stranger(self, meeting: Meeting, alice: ParticipantId) -> None:
        eve = await meeting.admitted("Eve", alice, guest=True, address_key="cafe")
        troll = await meeting.admitted("Troll", alice, guest=True, address_key="cafe")
        await meeting.do(eve, Leave())
        await meeting.do(alice, Ban(participant=troll))
        await meeting.enter("Eve", guest=True, address_key="cafe")
        assert await role(meeting, eve) == "guest"

    async def test_somebody_who_has_just_left(self, meeting: Meeting, alice: ParticipantId) -> None:
        bob = await meeting.admitted("Bob", alice)
        await meeting.do(bob, Leave())
        await meeting.do(alice, Ban(participant=bob))
        assert await refusal(meeting, "Bob") == NotAllowed("banned")

    async def test_lifted(self, meeting: Meeting, alice: ParticipantId) -> None:
        troll = await meeting.admitted("Troll", alice, guest=True, address_key="cafe")
        await meeting.do(alice, Ban(participant=troll))
        assert list((await meeting.rooms())["bans"]) == [ban_id(troll)]
        await meeting.do(alice, LiftBan(ban=ban_id(troll)))
        assert (await meeting.rooms())["bans"] == {}
        await meeting.enter("Troll", guest=True, address_key="cafe")
        assert await role(meeting, troll) == "waiting"


async def test_a_lost_connection_keeps_the_place_for_a_minute(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.admitted("Bob", alice, connection="one")
    await meeting.live.tell(meeting.session, Disconnect(participant=bob, connection="one"))
    assert (await meeting.rooms())["participants"][bob]["connected"] is False
    assert bob in meeting.grants()
    meeting.clock.advance(59)
    await meeting.live.tick()
    await meeting.enter("Bob", connection="two")
    assert (await meeting.rooms())["participants"][bob]["connected"] is True
    await meeting.live.tell(meeting.session, Disconnect(participant=bob, connection="two"))
    meeting.clock.advance(60)
    await meeting.live.tick()
    assert await role(meeting, bob) is None
    assert bob not in meeting.grants()


async def test_a_second_window_takes_over_and_the_first_one_closing_means_nothing(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host", connection="one")
    await meeting.enter("Alice", right="host", connection="two")
    assert meeting.sockets.heard("replaced") == [("replaced", alice, "one")]
    await meeting.live.tell(meeting.session, Disconnect(participant=alice, connection="one"))
    view = (await meeting.rooms())["participants"]
    assert len(view) == 1
    assert view[alice]["connected"] is True


async def test_a_name_given_in_the_session_stays_until_another_is_given_at_the_door(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host", connection="one")
    await meeting.do(alice, Rename(name="Alice (SUSTech)"))
    await meeting.enter("Alice", right="host", connection="two")
    assert (await meeting.rooms())["participants"][alice]["name"] == "Alice (SUSTech)"


async def test_somebody_made_a_moderator_of_the_room_comes_in_from_the_lobby(meeting: Meeting) -> None:
    bob = await meeting.enter("Bob", connection="one")
    assert await role(meeting, bob) == "waiting"
    await meeting.enter("Bob", connection="two", right="moderator")
    assert await role(meeting, bob) == "moderator"


async def test_without_a_lobby_nobody_waits_any_more(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.enter("Bob")
    await meeting.do(alice, Configure(lobby=False))
    assert await role(meeting, bob) == "guest"


async def test_an_empty_session_ends_by_itself(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    await meeting.do(alice, Leave())
    meeting.clock.advance(599)
    await meeting.live.tick()
    assert (await meeting.rooms())["ended"] is False
    meeting.clock.advance(1)
    await meeting.live.tick()
    assert (await meeting.rooms())["ended"] is True


async def test_strangers_who_come_and_go_do_not_fill_the_memory(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roundtable.rooms.model.MOST_KNOWN", 5)
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.admitted("Bob", alice)
    await meeting.do(bob, Leave())
    for number in range(20):
        guest = await meeting.enter(f"Guest{number}", guest=True)
        await meeting.do(guest, Leave())
    state = meeting.live._sessions[meeting.session].folded.states["rooms"]
    assert len(state.people) == 5
    assert {alice, bob} <= set(state.people)
