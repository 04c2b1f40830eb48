"""A scripted meeting on the whole product, with everything that reaches a plain participant's socket on record."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from livekit.api import TokenVerifier

from tests.roundtable.gateway.meeting import EMAIL, PASSWORD, Meeting, meeting


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[Meeting]:
    async with meeting(tmp_path) as running:
        yield running


async def test_nothing_that_is_not_theirs_reaches_a_plain_participant(table: Meeting) -> None:
    ada, bo = table.host, await table.admit("Bo Plain", "203.0.113.5")
    refused = await table.knock("Lobbyname Xu", "198.51.100.77")
    await refused.sit()
    banned = await table.knock("Bannedname Ye", "198.51.100.78")
    await banned.sit()
    waiting = await table.knock("Waitername Zo", "198.51.100.79")
    await waiting.sit()
    renamed = await waiting.do("rooms.rename", name="Otherwaiter Zo")
    assert renamed["ok"]
    cai = await table.admit("Cai Guest", "203.0.113.6")
    for command in (
        ("rooms.refuse", {"participant": refused.id}),
        ("rooms.ban", {"participant": banned.id}),
        ("rooms.stop", {"participant": bo.id, "source": "microphone"}),
        ("rooms.stop_all", {"source": "camera"}),
        ("rooms.configure", {"screen_share": "moderators"}),
        ("rooms.set_role", {"participant": cai.id, "role": "observer"}),
        ("chat.send", {"text": "Welcome, 大家好 👏"}),
        ("rooms.ban", {"participant": cai.id}),
        ("rooms.lock", {"locked": True}),
    ):
        assert (await ada.do(command[0], **command[1]))["ok"], command
    media = await bo.ask("media")
    assert (media["ok"], media["identity"]) == (True, bo.id)
    assert (await bo.do("rooms.reopen", source="microphone"))["ok"]
    assert (await bo.do("chat.send", text="Hello"))["ok"]
    for question in ("snapshot", "chat.history", "time"):
        assert (await bo.ask(question))["ok"]

    heard = "\n".join(bo.line.received)
    assert [word for word in ("Ada Host", "Cai Guest", "Bo Plain", "Welcome, 大家好 👏") if word not in heard] == []
    others = [person.browser for person in table.people if person is not bo]
    forbidden = [
        *("Lobbyname", "Bannedname", "Waitername", "Otherwaiter"),
        *("203.0.113.", "198.51.100.", "192.0.2.", "address_key"),
        *(EMAIL, "secret-host", PASSWORD, '"per_', "gst_", '"bans":', '"waiting":'),
        *(browser.csrf for browser in others),
        *(value for browser in [*others, bo.browser] for value in browser.cookies.values()),
    ]
    assert [word for word in forbidden if word in heard] == []


async def test_a_person_in_the_lobby_sees_the_door_and_nothing_behind_it(table: Meeting) -> None:
    await table.admit("Bo Plain", "203.0.113.5")
    await table.host.do("chat.send", text="between us")
    di = await table.knock("Di Waits", "203.0.113.7")
    snapshot = await di.sit()
    door = {"title": "Round Table", "you": "waiting", "ahead": 0, "moderated": True, "ended": False}
    assert snapshot["view"] == {"rooms": door}
    await table.host.do("chat.send", text="still between us")
    answers = [await di.ask(question) for question in ("snapshot", "media", "chat.history")]
    assert [answer["ok"] for answer in answers] == [True, False, False]
    assert (await di.do("chat.send", text="let me in"))["ok"] is False
    assert (await di.do("rooms.admit", participant=di.id))["ok"] is False
    heard = "\n".join(di.line.received)
    assert [word for word in ("Bo Plain", "Ada Host", "between us", "prt_") if word in heard.replace(di.id, "")] == []


async def test_removal_is_at_once_and_for_good(table: Meeting) -> None:
    bo, cai = await table.admit("Bo Plain", "203.0.113.5"), await table.admit("Cai Guest", "203.0.113.6")
    assert (await table.host.do("rooms.set_role", participant=cai.id, role="moderator"))["ok"]
    await cai.ask("time")
    heard = len(cai.line.events())
    assert (await table.host.do("rooms.ban", participant=cai.id))["ok"]
    await table.host.do("chat.send", text="after the ban")
    await cai.line.closed()
    # Not even the patch of the ban itself.
    assert cai.line.events()[heard:] == [("goodbye", {"code": "banned", "retry": False})]
    # The same browser, and a fresh one from the same address, are not let in again.
    await cai.connect()
    assert '"banned"' in await cai.line.until_frame("44")
    again = await table.knock("Someone Else", "203.0.113.6")
    await again.connect()
    assert '"banned"' in await again.line.until_frame("44")
    assert (await bo.ask("time"))["ok"]


async def test_who_signs_out_leaves_the_table_at_once(table: Meeting) -> None:
    bo = await table.admit("Bo Plain", "203.0.113.5")
    await table.host.ask("time")
    heard = len(table.host.line.received)
    assert (await bo.browser.post("/api/sign-out")).status < 300
    await bo.line.closed()
    while not any(f'"{bo.id}":null' in frame for frame in table.host.line.received[heard:]):
        await table.host.line.until("patch")
    assert (await table.host.do("rooms.stop", participant=bo.id, source="camera"))["ok"] is False


async def test_who_is_demoted_sees_the_lobby_no_more(table: Meeting) -> None:
    bo = await table.admit("Bo Moderates", "203.0.113.5")
    assert (await table.host.do("rooms.set_role", participant=bo.id, role="moderator"))["ok"]
    await bo.line.until("moved")
    await bo.line.until("snapshot")
    first = await table.knock("First Inlobby", "203.0.113.8")
    await first.sit()
    await bo.line.until("patch")
    assert (await table.host.do("rooms.set_role", participant=bo.id, role="guest"))["ok"]
    assert await bo.line.until("moved") == {"audience": "everyone"}
    after = len(bo.line.received)
    second = await table.knock("Second Inlobby", "203.0.113.9")
    await second.sit()
    assert (await bo.do("rooms.admit", participant=second.id))["ok"] is False
    assert (await bo.ask("snapshot"))["ok"]
    heard = "".join(bo.line.received[after:])
    assert "Inlobby" not in heard


async def test_a_dropped_socket_comes_back_to_the_same_seat_and_catches_up(table: Meeting) -> None:
    bo = await table.admit("Bo Plain", "203.0.113.5")
    seat = bo.id
    bo.line.socket._response.close()  # the network goes away without a word
    assert (await table.host.do("rooms.stop", participant=seat, source="camera"))["ok"]
    assert (await table.host.do("rooms.configure", screen_share="moderators"))["ok"]
    snapshot = await bo.sit()
    room = snapshot["view"]["rooms"]
    assert (bo.id, room["settings"]["screen_share"]) == (seat, "moderators")
    assert room["participants"][seat]["stopped"] == {"camera": True}
    assert room["participants"][seat]["connected"] is True
    assert (await bo.ask("snapshot"))["version"] >= snapshot["version"]


async def test_patches_add_up_to_the_snapshot(table: Meeting) -> None:
    bo = await table.admit("Bo Plain", "203.0.113.5")
    known = await bo.ask("snapshot")
    await table.admit("Cai Guest", "203.0.113.6")
    for locked in (True, False, True):
        assert (await table.host.do("rooms.lock", locked=locked))["ok"]
    now = await bo.ask("snapshot")
    view, version = known["view"], known["version"]
    for name, patch in bo.line.events():
        if name == "patch" and patch["to"] > version:
            assert patch["from"] <= version
            view, version = _merged(view, patch["patch"]), patch["to"]
    assert (view, version) == (now["view"], now["version"])


async def test_after_a_restart_everybody_is_back_in_their_seat(table: Meeting) -> None:
    bo = await table.admit("Bo Plain", "203.0.113.5")
    assert (await table.host.do("rooms.stop", participant=bo.id, source="camera"))["ok"]
    assert (await bo.do("chat.send", text="before"))["ok"]
    seat = bo.id
    await table.restart()
    for person in (bo, table.host):
        await person.line.closed()
        assert person.line.events()[-1] == ("goodbye", {"code": "restarting", "retry": True})
    await table.host.sit()
    room = (await bo.sit())["view"]["rooms"]
    assert (bo.id, room["participants"][seat]["role"], room["participants"][seat]["stopped"]) == (
        seat,
        "guest",
        {"camera": True},
    )
    assert [message["text"] for message in (await bo.ask("chat.history"))["messages"]] == ["before"]
    # What the media server lets them do follows from the state, not from the process.
    claims = TokenVerifier("", "").verify((await bo.ask("media"))["token"], verify_signature=False)
    assert claims.video is not None
    assert claims.video.can_publish_sources == ["microphone", "screen_share", "screen_share_audio"]


async def test_a_second_window_takes_over(table: Meeting) -> None:
    bo = await table.admit("Bo Plain", "203.0.113.5")
    old = bo.line
    await bo.sit()
    await old.closed()
    assert old.events()[-1] == ("goodbye", {"code": "opened_elsewhere", "retry": False})
    everybody = (await table.host.ask("snapshot"))["view"]["rooms"]["participants"]
    assert everybody[bo.id]["connected"] is True


async def test_the_end_is_told_to_all(table: Meeting) -> None:
    bo = await table.admit("Bo Plain", "203.0.113.5")
    di = await table.knock("Di Waits", "203.0.113.7")
    await di.sit()
    assert (await table.host.do("rooms.end"))["ok"]
    for person in (bo, di, table.host):
        await person.line.closed()
        assert person.line.events()[-1] == ("goodbye", {"code": "ended", "retry": False})


async def test_nobody_enters_with_the_cookie_alone(table: Meeting) -> None:
    bo = await table.knock("Bo Plain", "203.0.113.5")
    bo.browser.csrf = table.host.browser.csrf
    await bo.connect()
    refusal = json.loads((await bo.line.until_frame("44"))[2:])
    assert refusal["data"]["code"] == "csrf_token_wrong"


async def test_who_leaves_is_told_that_it_was_done(table: Meeting) -> None:
    bo = await table.admit("Bo Plain", "203.0.113.5")
    assert (await bo.do("rooms.leave"))["ok"]
    await bo.line.closed()
    assert bo.line.events()[-1] == ("goodbye", {"code": "left", "retry": False})
    everybody = (await table.host.ask("snapshot"))["view"]["rooms"]["participants"]
    assert list(everybody) == [table.host.id]


def _merged(document: dict[str, object], patch: dict[str, object]) -> dict[str, object]:
    """RFC 7396, as a client writes it."""
    merged = dict(document)
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, dict):
            before = merged.get(name)
            merged[name] = _merged(before if isinstance(before, dict) else {}, value)
        else:
            merged[name] = value
    return merged
