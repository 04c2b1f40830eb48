"""What moderators do to microphones and rights, as the media server is told it."""

import pytest

from roundtable.kernel.actors import ROLES, Role
from roundtable.kernel.errors import Conflict, NotAllowed, NotFound
from roundtable.kernel.floor_settings import FloorSettings
from roundtable.kernel.grants import ALL_SOURCES, Grant, Grants, Source
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.session import SessionSettings
from roundtable.rooms.messages import (
    Admit,
    Ban,
    Configure,
    End,
    Leave,
    LiftBan,
    Refuse,
    Remove,
    Reopen,
    SetRole,
    Stop,
    StopAll,
)
from roundtable.rooms.moderation import ban_id
from tests.roundtable.meeting import CLUB, Meeting

NOBODY = ParticipantId("prt_nobody")


@pytest.fixture
async def meeting() -> Meeting:
    meeting = Meeting()
    await meeting.open(SessionSettings(lobby=False, floor=FloorSettings(mode="open")))
    return meeting


def publishing(grants: Grants, who: ParticipantId) -> frozenset[Source]:
    return grants[who].publish


async def test_what_each_role_may_publish(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.enter("Bob", club=CLUB)
    granted: dict[Role, Grant] = {"host": meeting.grants()[alice]}
    for role in ROLES[1:]:
        await meeting.do(alice, SetRole(participant=bob, role=role))
        granted[role] = meeting.grants()[bob]
    listening = Grant(publish=frozenset(), publish_data=False)
    speaking = Grant(publish_data=False)
    assert granted == {
        "host": speaking,
        "moderator": speaking,
        "representative": speaking,
        "guest": speaking,
        "observer": listening,
    }


async def test_only_moderators_share_a_screen_where_the_room_says_so(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.enter("Bob")
    await meeting.do(alice, Configure(screen_share="moderators"))
    assert publishing(meeting.grants(), alice) == ALL_SOURCES
    assert publishing(meeting.grants(), bob) == {"microphone", "camera"}
    await meeting.do(alice, Configure(screen_share="everyone"))
    assert publishing(meeting.grants(), bob) == ALL_SOURCES


async def test_a_stopped_microphone_is_opened_by_its_owner_only(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    bob, carol = await meeting.enter("Bob"), await meeting.enter("Carol")
    await meeting.do(alice, Stop(participant=bob, source="microphone"))
    assert publishing(meeting.grants(), bob) == {"camera", "screen"}
    for other in (alice, carol):
        await meeting.do(other, Reopen(source="microphone"))
    assert publishing(meeting.grants(), bob) == {"camera", "screen"}
    await meeting.do(bob, Reopen(source="microphone"))
    assert publishing(meeting.grants(), bob) == ALL_SOURCES


async def test_leaving_and_coming_back_does_not_open_a_stopped_microphone(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.enter("Bob", connection="one")
    await meeting.do(alice, Stop(participant=bob, source="microphone"))
    await meeting.enter("Bob", connection="two")
    assert publishing(meeting.grants(), bob) == {"camera", "screen"}


async def test_mute_everyone_leaves_out_hosts_and_moderators(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    mona = await meeting.enter("Mona", right="moderator")
    bob, carol = await meeting.enter("Bob"), await meeting.enter("Carol", club=CLUB)
    version = await meeting.do(mona, StopAll(source="microphone"))
    muted = {who: "microphone" not in publishing(meeting.grants(), who) for who in (alice, mona, bob, carol)}
    assert muted == {alice: False, mona: False, bob: True, carol: True}
    assert await meeting.do(mona, StopAll(source="microphone")) == version


async def test_there_is_always_a_host(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.enter("Bob")
    demoted = SetRole(participant=alice, role="guest")
    assert await meeting.refusal(alice, demoted) == Conflict("last_host")
    await meeting.do(alice, SetRole(participant=bob, role="host"))
    await meeting.do(alice, demoted)
    roles = {one["name"]: one["role"] for one in (await meeting.rooms())["participants"].values()}
    assert roles == {"Alice": "guest", "Bob": "host"}


async def test_the_owner_cannot_be_turned_out_by_those_they_made_hosts(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.enter("Bob")
    await meeting.do(alice, SetRole(participant=bob, role="host"))
    too_high = NotAllowed("role_too_high")
    for act in (SetRole(participant=alice, role="guest"), Remove(participant=alice), Ban(participant=alice)):
        assert await meeting.refusal(bob, act) == too_high
    await meeting.do(alice, SetRole(participant=alice, role="guest"))
    for act in (SetRole(participant=alice, role="observer"), Remove(participant=alice), Ban(participant=alice)):
        assert await meeting.refusal(bob, act) == too_high
    await meeting.do(alice, Leave())
    assert await meeting.refusal(bob, Ban(participant=alice)) == too_high


async def test_acts_upon_nobody(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    assert await meeting.refusal(alice, Stop(participant=NOBODY, source="camera")) == NotFound("no_such_participant")
    assert await meeting.refusal(alice, SetRole(participant=NOBODY, role="guest")) == NotFound("no_such_participant")
    assert await meeting.refusal(alice, Admit(participant=NOBODY)) == NotFound("not_waiting")
    assert await meeting.refusal(alice, Refuse(participant=alice)) == NotFound("not_waiting")
    assert await meeting.refusal(alice, LiftBan(ban=ban_id(NOBODY))) == NotFound("no_such_ban")


async def test_people_of_another_session_cannot_be_touched(meeting: Meeting) -> None:
    elsewhere = Meeting(meeting.log)
    await elsewhere.open(SessionSettings(lobby=False))
    victim = await elsewhere.enter("Victim")
    alice = await meeting.enter("Alice", right="host")
    assert await meeting.refusal(alice, Stop(participant=victim, source="camera")) == NotFound("no_such_participant")
    assert victim in (await elsewhere.rooms())["participants"]


async def test_settings_not_named_stay(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    await meeting.do(alice, Configure(chat_kept=False, capacity=7))
    assert (await meeting.rooms())["settings"] == {
        "lobby": False,
        "screen_share": "everyone",
        "chat_kept": False,
        "capacity": 7,
    }


async def test_after_the_end_nobody_may_anything(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.enter("Bob")
    await meeting.do(alice, End())
    assert meeting.grants() == {}
    assert await meeting.refusal(bob, Reopen(source="camera")) == Conflict("session_ended")
