"""What those in the lobby are told."""

from roundtable.kernel.audiences import waiting
from roundtable.kernel.ids import ParticipantId
from roundtable.rooms.messages import Disconnect
from tests.roundtable.meeting import Meeting


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


async def is_moderated(meeting: Meeting, who: ParticipantId) -> object:
    return (await meeting.rooms(waiting(who)))["moderated"]
