"""Who hears what, and who hears nothing more."""

import json
from collections.abc import Mapping

import pytest

from roundtable.gateway import audiences
from roundtable.gateway.frames import event_frame
from roundtable.kernel.audiences import EVERYONE, MODERATORS
from roundtable.kernel.ids import ConnectionId
from roundtable.kernel.ports import Change, Snapshot
from tests.roundtable.gateway.table import SESSION, RawClient, Table, participant


async def test_chat_is_heard_by_all_who_are_in_and_not_in_the_lobby(table: Table) -> None:
    async with (
        await table.sit("alice", "host") as alice,
        await table.sit("bob", "guest") as bob,
        await table.sit("carol", None) as carol,
    ):
        await table.audiences.tell_chat(SESSION, {"kind": "message", "message": {"text": "大家好"}})
        for client in (alice, bob):
            assert await client.until("chat") == {"kind": "message", "message": {"text": "大家好"}}
        await carol.query({"type": "time"})
        assert "chat" not in [name for name, _ in carol.events()]


async def test_each_audience_hears_its_own_patches_only(table: Table) -> None:
    async with (
        await table.sit("alice", "host") as alice,
        await table.sit("bob", "guest") as bob,
        await table.sit("carol", None) as carol,
    ):
        await table.audiences.publish(SESSION, MODERATORS, Change(1, 2, {"rooms": {"waiting": {"prt_carol": "Carol"}}}))
        await table.audiences.publish(SESSION, EVERYONE, Change(1, 2, {"rooms": {"title": "new"}}))
        for client in (alice, bob, carol):
            await client.query({"type": "time"})
        patches = {name: _patches(client) for name, client in (("alice", alice), ("bob", bob), ("carol", carol))}
    assert patches == {
        "alice": [{"from": 1, "to": 2, "patch": {"rooms": {"waiting": {"prt_carol": "Carol"}}}}],
        "bob": [{"from": 1, "to": 2, "patch": {"rooms": {"title": "new"}}}],
        "carol": [],
    }


async def test_a_patch_is_encoded_once_however_many_hear_it(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[str] = []

    def counting(name: str, content: Mapping[str, object]) -> bytes:
        encoded.append(name)
        return event_frame(name, content)

    clients = [await table.sit(f"person-{number}") for number in range(5)]
    monkeypatch.setattr(audiences, "event_frame", counting)
    await table.audiences.publish(SESSION, EVERYONE, Change(1, 2, {"rooms": {"title": "new"}}))
    await table.audiences.publish(SESSION, MODERATORS, Change(1, 2, {"rooms": {"title": "new"}}))
    for client in clients:
        await client.until("patch")
        await client.close()
    # Nobody is a moderator, so nothing was encoded for them.
    assert encoded == ["patch"]


async def test_what_happens_during_the_greeting_comes_after_the_snapshot(table: Table) -> None:
    table.product.roles["alice"] = "guest"
    table.product.may_answer.clear()
    async with await table.open("alice") as alice:
        await alice.connect()
        await table.product.snapshot_taken.wait()
        await table.audiences.publish(SESSION, EVERYONE, Change(1, 2, {"rooms": {"title": "new"}}))
        table.product.may_answer.set()
        await alice.until("patch")
        assert [name for name, _ in alice.events()] == ["welcome", "snapshot", "patch"]


async def test_who_is_demoted_during_the_greeting_sees_nothing_of_the_moderators(table: Table) -> None:
    table.product.roles["alice"] = "moderator"
    table.product.may_answer.clear()
    async with await table.open("alice") as alice:
        await alice.connect()
        await table.product.snapshot_taken.wait()
        await table.audiences.publish(SESSION, MODERATORS, Change(1, 2, {"rooms": {"waiting": {"prt_x": "Xu"}}}))
        await table.audiences.moved(SESSION, participant("alice"), EVERYONE, Snapshot(3, {"rooms": {}}))
        table.product.may_answer.set()
        await alice.until("snapshot")
        assert [(name, content.get("audience")) for name, content in alice.events()] == [
            ("welcome", "everyone"),
            ("moved", "everyone"),
            ("snapshot", None),
        ]
        assert "prt_x" not in "".join(alice.received)
        assert '"seen_by"' not in "".join(alice.received)


async def test_moving_shows_the_new_audience_and_ends_the_old_one(table: Table) -> None:
    async with await table.sit("carol", None) as carol:
        await table.audiences.moved(SESSION, participant("carol"), EVERYONE, Snapshot(5, {"rooms": {"in": True}}))
        await table.audiences.publish(SESSION, EVERYONE, Change(5, 6, {"rooms": {"title": "new"}}))
        await carol.until("patch")
        assert carol.events()[2:] == [
            ("moved", {"audience": "everyone"}),
            ("snapshot", {"version": 5, "view": {"rooms": {"in": True}}}),
            ("patch", {"from": 5, "to": 6, "patch": {"rooms": {"title": "new"}}}),
        ]


async def test_a_removed_persons_socket_gets_nothing_more(table: Table) -> None:
    async with await table.sit("alice", "host") as alice, await table.sit("bob", "guest") as bob:
        await table.audiences.dismissed(SESSION, participant("bob"), "removed")
        await table.audiences.publish(SESSION, EVERYONE, Change(1, 2, {"rooms": {"secret": "after the removal"}}))
        await bob.send("429" + json.dumps(["command", _say("still here?")]))
        assert await bob.closed() == 1000
        assert bob.events()[2:] == [("goodbye", {"code": "removed", "retry": False})]
        # "41" tells the official client not to come back by itself.
        assert bob.received[-1] == "41"
        await alice.command(_say("bye"))
    assert table.product.said == [(participant("alice"), "bye")]


async def test_an_answer_that_they_may_not_see_any_more_is_not_given(table: Table) -> None:
    async with await table.sit("alice", "moderator") as alice:
        table.product.may_answer.clear()
        table.product.snapshot_taken.clear()
        await alice.send("425" + json.dumps(["query", {"type": "snapshot"}]))
        await table.product.snapshot_taken.wait()
        await table.audiences.moved(SESSION, participant("alice"), EVERYONE, Snapshot(5, {"rooms": {}}))
        table.product.may_answer.set()
        assert await alice.acknowledgement(5) == {"ok": False, "code": "not_present", "params": {}}


async def test_a_second_window_takes_over(table: Table) -> None:
    async with await table.sit("alice") as old:
        replaced = table.product.connections["alice"]
        async with await table.sit("alice") as new:
            await table.audiences.replaced(SESSION, participant("alice"), replaced)
            await table.audiences.publish(SESSION, EVERYONE, Change(1, 2, {"rooms": {"title": "new"}}))
            assert await old.closed() == 1000
            assert old.events()[2:] == [("goodbye", {"code": "opened_elsewhere", "retry": False})]
            await new.until("patch")
            await table.audiences.replaced(SESSION, participant("alice"), ConnectionId("con_unknown"))
            assert (await new.query({"type": "time"}))["ok"]


def _patches(client: RawClient) -> list[dict[str, object]]:
    return [content for name, content in client.events() if name == "patch"]


def _say(word: str) -> dict[str, object]:
    return {"id": "command-1", "type": "test.say", "word": word}
