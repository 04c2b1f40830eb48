"""What those in the lobby are told, and who cannot get round it."""

import pytest

from roundtable.kernel.audiences import waiting
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.session import SessionSettings
from roundtable.rooms.messages import Disconnect, Leave, Remove
from tests.roundtable.meeting import CLUB, Meeting


async def test_who_waits_is_told_whether_anybody_could_open() -> None:
    """Ordinary people inside open no door, nor does a host whose line has just gone."""
    meeting = Meeting()
    await meeting.open()
    host = await meeting.enter("Alice", "one", right="host")
    await meeting.admitted("Carol", host)
    bob = await meeting.enter("Bob", guest=True)
    told = [await is_moderated(meeting, bob)]
    await meeting.live.tell(meeting.session, Disconnect(participant=host, connection="one"))
    told.append(await is_moderated(meeting, bob))
    await meeting.enter("Alice", "two", right="host")
    told.append(await is_moderated(meeting, bob))
    assert told == [True, False, True]


@pytest.mark.parametrize("seated", [True, False])
@pytest.mark.parametrize("lobby", [True, False])
async def test_a_removed_person_who_knocks_and_goes_has_to_knock_again(lobby: bool, seated: bool) -> None:
    meeting = Meeting()
    await meeting.open(SessionSettings(lobby=lobby))
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.enter("Bob", club=CLUB, seated=True)
    await meeting.do(alice, Remove(participant=bob))
    for _ in range(2):
        await meeting.enter("Bob", club=CLUB, seated=seated)
        assert bob in (await meeting.rooms())["waiting"]
        await meeting.do(bob, Leave())


async def is_moderated(meeting: Meeting, who: ParticipantId) -> object:
    return (await meeting.rooms(waiting(who)))["moderated"]
