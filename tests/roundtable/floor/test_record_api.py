"""The record over HTTP: who may read it, and what they get."""

import csv
import io
import json
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import update

from roundtable.database.event_log import DatabaseEventLog, SessionEvent
from roundtable.floor.events.queue import EntryAdded, QueueCleared
from roundtable.floor.events.turns import TurnBegan, TurnCalled, TurnEnded
from roundtable.floor.values import EntryId, Speaker, TurnId
from roundtable.http.cookies import SAFE_COOKIE
from roundtable.kernel.ids import ConnectionId, ParticipantId, SessionId
from roundtable.kernel.messages import Event
from roundtable.kernel.ports import Batch
from roundtable.registry import LIVE_SLICES
from roundtable.rooms.messages import Admit, Ban, End, Leave, Remove
from roundtable.rooms.service import Arrival
from tests.roundtable.house import Browser, House
from tests.roundtable.meeting import CLUB


@dataclass
class Evening:
    """A session in Bob's room, and everybody who has or has not to do with it."""

    house: House
    room: dict[str, str]
    session: SessionId
    browsers: dict[str, Browser] = field(default_factory=dict)
    participants: dict[str, ParticipantId] = field(default_factory=dict)

    async def sit(self, name: str) -> ParticipantId:
        """Open a socket, as far as the rooms are concerned."""
        caller = await self.house.sign_ins.caller(self.browsers[name].cookies[SAFE_COOKIE])
        assert caller is not None
        arrival = Arrival(
            self.room["slug"], observe=False, connection=ConnectionId(f"con_{name}"), address_key="", node="node"
        )
        _, self.participants[name] = await self.house.rooms.enter(caller, arrival)
        return self.participants[name]

    async def happens(self, *events: Event) -> None:
        """Write to the log, as the floor would."""
        log = DatabaseEventLog(self.house.database, LIVE_SLICES)
        facts = await log.facts(self.session)
        assert facts is not None
        version = len(await log.read(self.session, 0)) + 1
        presence = await self.house.sessions.presence(self.session)
        await log.append(Batch(facts, self.house.clock.now(), version, events, presence))
        await self.house.sessions.catch_up()

    async def one_turn(self, text: str = "近况") -> None:
        """Bob asks, is called, and speaks for 75 seconds of 60; somebody else's line is taken in writing."""
        bob, clock = self.participants["host"], self.house.clock
        speaker = Speaker(name="Bob", participant=bob, club=CLUB)
        typed = Speaker(name="=HYPERLINK(1)", club=CLUB)
        entry, other, turn = EntryId("ent_1"), EntryId("ent_2"), TurnId("trn_3")
        now = clock.now()
        await self.happens(
            EntryAdded(entry=entry, kind="topic", text=text, speaker=speaker, by=bob, at=now),
            EntryAdded(entry=other, kind="reply", text="+1", speaker=typed, by=bob, at=now),
            TurnCalled(turn=turn, entry=entry, kind="topic", text=text, speaker=speaker, limit=60, by=bob, at=now),
            TurnBegan(turn=turn, by=bob, at=now),
            TurnEnded(turn=turn, ending="done", by=bob, at=now + timedelta(seconds=75)),
            QueueCleared(why="written", by=bob, at=now + timedelta(seconds=75)),
        )
        clock.advance(75)

    async def end(self) -> None:
        """Bob ends the session."""
        await self.house.sessions.execute(self.session, End(), by=self.participants["host"])

    def path(self, ending: str = "") -> str:
        """Where the record is."""
        return f"/api/sessions/{self.session}/floor{ending}"


async def an_evening(house: House) -> Evening:
    """Ada administers; Bob hosts, Mia moderates without coming; the others came, or did not."""
    ada = await house.first_account()
    names = ("host", "moderator", "came", "left", "knocked", "removed", "banned", "forgiven", "earlier", "stranger")
    browsers = {name: await house.account(ada, name) for name in names}
    room = (await browsers["host"].post("/api/rooms", title='开源圆桌 "Round"')).body
    mia = (await browsers["moderator"].get("/api/me")).body["person"]["id"]
    await browsers["host"].put(f"/api/rooms/{room['id']}/moderators/{mia}")
    evening = Evening(house, room, SessionId(""), {**browsers, "administrator": ada, "guest": house.browser()})
    await evening.browsers["guest"].enter(room["slug"], "A guest")
    await _an_earlier_session(evening)
    evening.session = SessionId((await browsers["host"].enter(room["slug"], "Bob")).body["session_id"])
    await _come_and_go(evening)
    return evening


async def _an_earlier_session(evening: Evening) -> None:
    evening.session = SessionId((await evening.browsers["host"].enter(evening.room["slug"], "Bob")).body["session_id"])
    host = await evening.sit("host")
    participant = await evening.sit("earlier")
    await evening.house.sessions.execute(evening.session, Admit(participant=participant), by=host)
    await evening.end()


async def _come_and_go(evening: Evening) -> None:
    sessions, session = evening.house.sessions, evening.session
    host = await evening.sit("host")
    for name in ("came", "left", "removed", "banned", "forgiven", "guest"):
        participant = await evening.sit(name)
        await sessions.execute(session, Admit(participant=participant), by=host)
    await evening.sit("knocked")
    await sessions.execute(session, Leave(), by=evening.participants["left"])
    for name in ("removed", "forgiven"):
        await sessions.execute(session, Remove(participant=evening.participants[name]), by=host)
    await sessions.execute(session, Ban(participant=evening.participants["banned"]), by=host)
    await evening.sit("forgiven")
    await sessions.execute(session, Admit(participant=evening.participants["forgiven"]), by=host)


MAY_READ = {
    "administrator": 200,
    "host": 200,
    "moderator": 200,
    "came": 200,
    "left": 200,
    "forgiven": 200,
    "knocked": 404,
    "removed": 404,
    "banned": 404,
    "earlier": 404,
    "stranger": 404,
    "guest": 401,
    "nobody": 401,
}


async def test_who_may_read_a_record_live_and_afterwards(house: House) -> None:
    evening = await an_evening(house)
    evening.browsers["nobody"] = house.browser()
    for is_over in (False, True):
        if is_over:
            await evening.end()
        for ending in ("", ".json", ".csv"):
            answered = {name: (await evening.browsers[name].get(evening.path(ending))).status for name in MAY_READ}
            assert (is_over, ending, answered) == (is_over, ending, MAY_READ)


async def test_no_such_record_and_not_yours_look_the_same(house: House) -> None:
    evening = await an_evening(house)
    for name in ("knocked", "banned", "stranger", "guest"):
        for ending in ("", ".json", ".csv"):
            browser = evening.browsers[name]
            theirs = await browser.get(evening.path(ending))
            nothing = await browser.get(f"/api/sessions/ses_{'a' * 26}/floor{ending}")
            assert (theirs.status, theirs.body) == (nothing.status, nothing.body)


async def test_the_room_may_be_deleted_and_who_took_part_still_reads(house: House) -> None:
    evening = await an_evening(house)
    await evening.one_turn()
    await evening.end()
    assert (await evening.browsers["host"].delete(f"/api/rooms/{evening.room['id']}")).status == 204
    answered = {
        name: (await evening.browsers[name].get(evening.path())).status for name in ("host", "moderator", "came")
    }
    assert answered == {"host": 200, "moderator": 404, "came": 200}


async def test_a_live_record_is_told_until_now(house: House) -> None:
    evening = await an_evening(house)
    await evening.one_turn()
    record = (await evening.browsers["came"].get(evening.path())).body
    assert (record["session_id"], record["title"]) == (evening.session, '开源圆桌 "Round"')
    assert "ended_at" not in record
    told = [(line["what"], line.get("name"), line["at"]) for line in record["lines"] if line["what"] != "act"]
    assert told == [
        ("turn", "Bob", "2026-11-22T12:00:00.000Z"),
        ("entry", "=HYPERLINK(1)", "2026-11-22T12:01:15.000Z"),
    ]
    assert record["totals"]["clubs"] == [{"group": CLUB.id, "club": CLUB.id, "spoken_ms": 75_000, "turns": 1}]
    assert record["clubs"][CLUB.id]["name_zh"] == CLUB.name_zh
    assert (record["unread"], record["left_out"]) == (0, 0)


async def test_the_download_is_the_same_with_a_name(house: House) -> None:
    evening = await an_evening(house)
    await evening.one_turn()
    await evening.end()
    host = evening.browsers["host"]
    read, saved = await host.get(evening.path()), await host.get(evening.path(".json"))
    assert saved.body == read.body
    assert saved.body["ended_at"] == "2026-11-22T12:01:15.000Z"
    assert "Content-Disposition" not in read.headers
    assert saved.headers["Content-Disposition"] == (
        'attachment; filename="Round 2026-11-22.json"; '
        "filename*=UTF-8''%E5%BC%80%E6%BA%90%E5%9C%86%E6%A1%8C%20%22Round%22%202026-11-22.json"
    )
    assert json.loads(json.dumps(saved.body)) == saved.body


@pytest.mark.parametrize(
    ("language", "headings", "first"),
    [
        (
            "zh-CN",
            ["时间 (Asia/Shanghai)", "议题", "内容", "姓名", "社团"],
            ["2026-11-22 20:00:00", "", "发言", "Bob", CLUB.name_zh],
        ),
        (
            "en",
            ["Time (Asia/Shanghai)", "Item", "What", "Name", "Club"],
            ["2026-11-22 20:00:00", "", "Turn", "Bob", CLUB.name_en],
        ),
    ],
)
async def test_the_sheet_speaks_a_language_and_a_zone(
    house: House, language: str, headings: list[str], first: list[str]
) -> None:
    evening = await an_evening(house)
    await evening.one_turn(text='says "hi", 你好')
    path = evening.path(f".csv?language={language}&zone=Asia/Shanghai")
    answer = await evening.browsers["came"].get(path)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.body.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(answer.body.removeprefix("\ufeff"), newline="")))
    assert rows[0][:5] == headings
    turn, entry = [row for row in rows[1:] if row[3] in ("Bob", "'=HYPERLINK(1)") and row[7]]
    assert turn[:5] == first
    assert turn[6] == 'says "hi", 你好'
    assert turn[10:13] == ["75", "60", "15"]
    assert entry[3:4] + entry[6:7] == ["'=HYPERLINK(1)", "'+1"]


@pytest.mark.parametrize("query", ["language=fr", "zone=../../etc/passwd", "zone=Mars/Base", "who=me"])
async def test_what_is_wrong_with_a_sheet_is_said(house: House, query: str) -> None:
    ada = await house.first_account()
    assert (await ada.get(f"/api/sessions/ses_none/floor.csv?{query}")).status == 422


async def test_an_event_of_a_later_version_hides_nothing_else(house: House) -> None:
    """A program that was set back reads what it knows, and says how much it does not."""
    evening = await an_evening(house)
    await evening.one_turn()
    await evening.end()
    events = SessionEvent.__table__
    async with house.database.transaction() as connection:
        for kind, changed in (
            ("floor.turn_began", {"kind": "floor.turn_sung", "payload": '{"type": "floor.turn_sung"}'}),
            ("floor.queue_cleared", {"payload": '{"type": "floor.queue_cleared", "why": "eaten"}'}),
        ):
            mine = (SessionEvent.session_id == evening.session) & (SessionEvent.kind == kind)
            await connection.execute(update(events).where(mine).values(**changed))  # type: ignore[arg-type]
    record = (await evening.browsers["host"].get(evening.path())).body
    assert record["unread"] == 2
    assert [line["name"] for line in record["lines"] if line["what"] == "turn"] == ["Bob"]


async def test_the_interface_describes_the_record(house: House) -> None:
    paths = (await house.browser().get("/api/openapi.json")).body["paths"]
    read = paths["/api/sessions/{id}/floor"]["get"]["responses"]["200"]["content"]
    sheet = paths["/api/sessions/{id}/floor.csv"]["get"]
    assert read == {"application/json": {"schema": {"$ref": "#/components/schemas/FloorRecord"}}}
    assert list(sheet["responses"]["200"]["content"]) == ["text/csv"]
    assert [parameter["name"] for parameter in sheet["parameters"]] == ["id", "language", "zone"]
