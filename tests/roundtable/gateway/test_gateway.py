"""The ordinary way: connect, be greeted, command, query, hear, leave."""

import json

import pytest
import socketio

from roundtable.kernel.audiences import MODERATORS
from roundtable.kernel.ports import Change
from tests.roundtable.gateway.table import CSRF, ORIGIN, SESSION, Table, participant


async def test_a_person_is_greeted_with_who_they_are_and_what_they_see(table: Table) -> None:
    async with await table.sit("alice", "representative") as alice:
        assert alice.events() == [
            (
                "welcome",
                {
                    "participant": "prt_alice",
                    "audience": "everyone",
                    "session_id": "ses_table",
                    "server_time": "2026-11-22T12:00:00.000Z",
                    "node": "node",
                },
            ),
            ("snapshot", {"version": 1, "view": {"rooms": {"seen_by": "everyone"}}}),
        ]
        # The library's own answer comes before ours.
        assert [frame[:2] for frame in alice.received] == ["0{", "40", "42", "42"]


async def test_the_official_client_works_unchanged(table: Table) -> None:
    table.product.roles["alice"] = "host"
    client = socketio.AsyncClient(reconnection=False)
    heard: list[object] = []
    client.on("patch", heard.append)
    await client.connect(
        str(table.server.make_url("/")),
        headers={"Origin": ORIGIN, "Cookie": "who=alice"},
        transports=["websocket"],
        auth={"room": "table", "csrf": CSRF, "protocol": 1},
    )
    answer = await client.call("command", {"id": "command-1", "type": "test.say", "word": "你好"})
    assert answer == {"ok": True, "version": 1}
    await table.audiences.publish(SESSION, MODERATORS, Change(1, 2, {"rooms": {"title": "圆桌"}}))
    await client.call("query", {"type": "time"})
    assert heard == [{"from": 1, "to": 2, "patch": {"rooms": {"title": "圆桌"}}}]
    await client.disconnect()


@pytest.mark.parametrize(
    ("who", "auth", "refusal"),
    [
        (None, {}, {"code": "sign_in_needed", "params": {}}),
        ("alice", {"csrf": "of another sign-in"}, {"code": "sign_in_needed", "params": {}}),
        ("alice", {"room": "elsewhere"}, {"code": "not_found", "params": {}}),
        ("mallory", {}, {"code": "banned", "params": {}}),
        ("alice", {"protocol": 2}, {"code": "client_outdated", "params": {}}),
        ("alice", {"protocol": True}, {"code": "invalid", "params": {"field": "protocol"}}),
        ("alice", {"participant": "prt_bob"}, {"code": "invalid", "params": {"field": "participant"}}),
    ],
)
async def test_who_may_not_enter_is_told_why_and_cut(
    table: Table, who: str | None, auth: dict[str, object], refusal: dict[str, object]
) -> None:
    async with await table.open(who) as client:
        await client.connect(**auth)
        frame = await client.until_frame("44")
        assert json.loads(frame[2:]) == {"message": refusal["code"], "data": refusal}
        assert await client.closed() == 1008
    assert (table.product.entered, table.product.left) == ([], [])


async def test_commands_are_validated_and_answered_in_order(table: Table) -> None:
    async with await table.sit() as alice:
        for number in range(20):
            await alice.send(f"42{number}" + json.dumps(["command", _say(str(number))]))
        answers = [await alice.acknowledgement(number) for number in range(20)]
    assert answers == [{"ok": True, "version": number + 1} for number in range(20)]
    assert table.product.said == [(participant("alice"), str(number)) for number in range(20)]


def _invalid(field: str, *fault: str) -> dict[str, object]:
    return {"code": "invalid", "params": {"field": field} | ({"fault": fault[0]} if fault else {})}


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ({"type": "test.say", "word": "hi"}, _invalid("id")),
        ({"id": "x", "type": "test.say", "word": "hi"}, _invalid("id")),
        ({"id": ["command-1"], "type": "test.say", "word": "hi"}, _invalid("id")),
        ({"id": "command-1", "type": "test.say"}, _invalid("word", "missing")),
        ({"id": "command-1", "type": "test.say", "word": 5}, _invalid("word", "string_type")),
        (
            {"id": "command-1", "type": "test.say", "word": "hi", "actor": "prt_bob"},
            _invalid("unknown", "extra_forbidden"),
        ),
        ({"id": "command-1", "type": "rooms.enter"}, {"code": "unknown_command", "params": {}}),
        ({"id": "command-1", "type": ["test.say"]}, {"code": "unknown_command", "params": {}}),
        ({}, _invalid("id")),
        ({"id": "command-1", "type": "test.forbid"}, {"code": "not_allowed", "params": {"seconds": 3}}),
        ({"id": "command-1", "type": "test.break"}, {"code": "unavailable", "params": {}}),
    ],
)
async def test_a_refused_command_is_one_clean_answer(
    table: Table, command: dict[str, object], answer: dict[str, object]
) -> None:
    async with await table.sit() as alice:
        assert await alice.command(command) == {"ok": False, **answer}
        assert await alice.command(_say("still here"), ack=2) == {"ok": True, "version": 1}
        assert "/srv/keys" not in "".join(alice.received)


async def test_the_actor_is_the_connection_whoever_sends_the_command(table: Table) -> None:
    async with await table.sit("alice") as alice, await table.sit("bob") as bob:
        await bob.command(_say("I am Bob"))
        await alice.command(_say("I am Alice"))
    assert table.product.said == [(participant("bob"), "I am Bob"), (participant("alice"), "I am Alice")]


async def test_questions(table: Table) -> None:
    async with await table.sit() as alice:
        assert await alice.query({"type": "time"}) == {"ok": True, "now": 1795348800000}
        table.product.version = 7
        assert await alice.query({"type": "snapshot"}, ack=2) == {
            "ok": True,
            "version": 7,
            "view": {"rooms": {"seen_by": "everyone"}},
        }
        assert await alice.query({"type": "secrets"}, ack=3) == {"ok": False, "code": "unknown_query", "params": {}}


async def test_leaving_tells_the_session_once_however_it_happens(table: Table) -> None:
    alice, bob, carol = await table.sit("alice"), await table.sit("bob"), await table.sit("carol")
    await alice.send("41")
    await alice.closed()
    await bob.close()
    carol.socket._response.close()  # the connection drops without a word
    await table.gateway.stop()
    assert sorted(table.product.left) == ["alice", "bob", "carol"]


async def test_nothing_is_kept_of_those_who_came_and_went(table: Table) -> None:
    for number in range(60):
        client = await table.open(None) if number % 3 == 0 else await table.sit(f"person-{number}")
        if number % 3 == 0:
            await client.connect()  # refused
            await client.closed()
        elif number % 3 == 1:
            await client.send("41")
            await client.closed()
        else:
            await client.close()
    await table.gateway.stop()
    engine = table.gateway._engine
    kept = {
        "library sockets": len(engine._server.eio.sockets),
        "library environments": len(engine._server.environ),
        "library rooms": len(engine._server.manager.rooms),
        "library pending": len(engine._server.manager.pending_connect),
        "connections": len(table.gateway._connections),
        "audiences": len(table.audiences._heard_by),
        "participants": len(table.audiences._of),
        "entering": len(table.audiences._entering),
        "counted": table.counts.total,
    }
    assert (kept, len(table.product.left)) == (dict.fromkeys(kept, 0), 40)


async def test_a_sign_in_that_ends_closes_its_sockets_only(table: Table) -> None:
    async with await table.sit("alice") as alice, await table.sit("bob") as bob:
        table.gateway.end_sign_in("sign-in of alice")
        assert await alice.closed() == 1000
        assert (await bob.query({"type": "time"}))["ok"]


async def test_a_graceful_stop_says_goodbye_and_lets_nobody_in(table: Table) -> None:
    alice = await table.sit("alice")
    await table.gateway.stop()
    await alice.closed()
    assert alice.events()[-1] == ("goodbye", {"code": "restarting", "retry": True})
    assert "41" not in alice.received
    assert table.product.left == ["alice"]
    response = await table.http.get(
        table.server.make_url("/socket.io/?EIO=4&transport=websocket"), headers={"Origin": ORIGIN}
    )
    assert response.status == 503


def _say(word: str) -> dict[str, object]:
    return {"id": "command-1", "type": "test.say", "word": word}
