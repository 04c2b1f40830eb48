"""What a person may not know never reaches their socket: everything told in a scripted meeting is searched."""

import json
from typing import Any

from roundtable.kernel.audiences import EVERYONE, MODERATORS, Audience
from roundtable.rooms.messages import Ban, Configure, Leave, Lock, Refuse, Remove, Rename, SetRole, Stop
from tests.roundtable.meeting import CLUB, Meeting, visitor

LOBBY_NAMES = ("Knut Knocking", "Rita Refused", "Berta Banned", "Waltraud Waiting")
KEYS = ("key-of-alice", "key-of-knut", "key-of-berta")


async def scripted() -> Meeting:
    """Everything that can happen, with people whose names must stay in the lobby."""
    meeting = Meeting()
    await meeting.open()
    alice = await meeting.enter("Alice", right="host", address_key="key-of-alice")
    bob = await meeting.admitted("Bob", alice, club=CLUB)
    knut = await meeting.enter(LOBBY_NAMES[0], guest=True, address_key="key-of-knut")
    rita = await meeting.enter(LOBBY_NAMES[1], guest=True)
    berta = await meeting.enter(LOBBY_NAMES[2], guest=True, address_key="key-of-berta")
    await meeting.enter(LOBBY_NAMES[3], guest=True)
    await meeting.do(knut, Rename(name=LOBBY_NAMES[0] + " Jr"))
    await meeting.do(alice, Refuse(participant=rita))
    await meeting.do(alice, Ban(participant=berta))
    await meeting.do(knut, Leave())
    await meeting.do(alice, Stop(participant=bob, source="microphone"))
    await meeting.do(alice, SetRole(participant=bob, role="moderator"))
    await meeting.do(alice, SetRole(participant=bob, role="observer"))
    await meeting.do(alice, Configure(capacity=9))
    await meeting.do(alice, Lock(locked=True))
    await meeting.do(alice, Remove(participant=bob))
    return meeting


def told(meeting: Meeting, wanted: Any) -> str:
    """Everything that was sent to audiences that fit, as text."""
    sent: list[object] = []
    for kind, *what in meeting.sockets.told:
        if kind == "publish" and wanted(what[0]):
            sent.append(what[1].patch)
        if kind == "moved" and wanted(what[1]):
            sent.append(what[2].view)
    return json.dumps(sent, ensure_ascii=False)


async def everything_shown(meeting: Meeting, audience: Audience) -> str:
    snapshot = await meeting.live.snapshot(meeting.session, audience)
    return told(meeting, lambda one: one == audience) + json.dumps(snapshot.view, ensure_ascii=False)


async def test_the_lobby_is_unknown_to_those_who_are_in() -> None:
    meeting = await scripted()
    text = await everything_shown(meeting, EVERYONE)
    assert "Bob" in text
    assert "Alice" in text
    for secret in (*LOBBY_NAMES, "waiting", "bans", "ban_"):
        assert secret not in text


async def test_those_who_wait_learn_no_name_at_all() -> None:
    meeting = await scripted()
    text = told(meeting, lambda audience: audience.startswith("waiting:"))
    waiting = [visitor(meeting.session, name, guest=True).participant for name in LOBBY_NAMES]
    for participant in waiting:
        text += json.dumps((await meeting.live.snapshot(meeting.session, Audience(f"waiting:{participant}"))).view)
    assert "ahead" in text
    for secret in (*LOBBY_NAMES, "Alice", "Bob", "participants", CLUB.name_en, "prt_"):
        assert secret not in text


async def test_nobody_learns_accounts_guests_addresses_or_connections() -> None:
    meeting = await scripted()
    text = told(meeting, lambda _: True)
    for audience in (EVERYONE, MODERATORS):
        text += await everything_shown(meeting, audience)
    assert all(name in text for name in LOBBY_NAMES)
    for secret in ('"per_', "gst_", "con-", "key-of", *KEYS):
        assert secret not in text
