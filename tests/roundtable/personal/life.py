"""Somebody who has left a trace in every table: Rui, who organizes with Olga, sits for Shenzhen, speaks and writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, update

from roundtable.chat.messages import React, Send
from roundtable.chat.pace import ChatPace
from roundtable.chat.service import ChatService
from roundtable.database import Base, Connection
from roundtable.database.event_log import DatabaseEventLog
from roundtable.floor.events.queue import EntryAdded
from roundtable.floor.events.turns import TurnBegan, TurnCalled, TurnEnded
from roundtable.floor.values import EntryId, Speaker, TurnId
from roundtable.http.cookies import SAFE_COOKIE
from roundtable.jobs import tables as jobs
from roundtable.jobs.job import NewJob
from roundtable.kernel.ids import ConnectionId, ParticipantId, SessionId
from roundtable.kernel.messages import Event
from roundtable.kernel.ports import Batch
from roundtable.mail.model import Letter
from roundtable.people import tables as people
from roundtable.people.model import Welcome
from roundtable.people.tokens import digest_of
from roundtable.registry import LIVE_SLICES
from roundtable.rooms.messages import End
from roundtable.rooms.service import Arrival
from tests.roundtable.house import PASSWORD, Browser, House
from tests.roundtable.meeting import CLUB
from tests.roundtable.polls.asked import ask
from tests.roundtable.series.federation import FIRST, Federation, founded, id_of

NAME = "Ruixiang Zhaoyun"
EMAIL = "rui@example.org"


class NobodyReads:
    """A teller in a house without sockets."""

    async def tell_chat(self, session: SessionId, frame: object) -> None:
        """Tell nobody."""


@dataclass
class Life:
    """Rui's."""

    federation: Federation
    id: str = ""
    series: dict[str, Any] = field(default_factory=dict)
    room: dict[str, Any] = field(default_factory=dict)
    past: SessionId = field(init=False)
    participant: ParticipantId = field(init=False)

    @property
    def house(self) -> House:
        """Where it is lived."""
        return self.federation.house

    @property
    def rui(self) -> Browser:
        """Their browser."""
        return self.federation.rui

    async def sit(self, browser: Browser, slug: str) -> tuple[SessionId, ParticipantId]:
        """Enter a session, as far as the rooms are concerned."""
        caller = await self.house.sign_ins.caller(browser.cookies[SAFE_COOKIE])
        assert caller is not None
        arrival = Arrival(slug, observe=False, connection=ConnectionId("con_1"), address_key="key", node="node")
        return await self.house.rooms.enter(caller, arrival)

    async def speak_and_write(self, session: SessionId, me: ParticipantId) -> None:
        """Have a turn of a minute, wait for another, and write."""
        entry, waiting, turn = EntryId("ent_1"), EntryId("ent_2"), TurnId("trn_3")
        now, speaker = self.house.clock.now(), Speaker(name=NAME, participant=me, club=CLUB)
        await self._happens(
            session,
            EntryAdded(entry=entry, kind="topic", text="近况", speaker=speaker, by=me, at=now),
            EntryAdded(entry=waiting, kind="topic", text="more", speaker=speaker, by=me, at=now),
            TurnCalled(turn=turn, entry=entry, kind="topic", text="近况", speaker=speaker, limit=60, by=me, at=now),
            TurnBegan(turn=turn, by=me, at=now),
            TurnEnded(turn=turn, ending="done", by=me, at=now + timedelta(seconds=60)),
        )
        self.house.clock.advance(60)
        clock = self.house.clock
        chat = ChatService(
            self.house.database, self.house.sessions, clock=clock, teller=NobodyReads(), limit=ChatPace(clock)
        )
        await chat.execute(session, Send(text="What Rui wrote"), by=me)
        row = await self._first("chat_message")
        await chat.execute(session, React(message=row["id"], emoji="👍", on=True), by=me)
        await chat.close()

    async def _happens(self, session: SessionId, *events: Event) -> None:
        log = DatabaseEventLog(self.house.database, LIVE_SLICES)
        facts = await log.facts(session)
        assert facts is not None
        version = len(await log.read(session, 0)) + 1
        presence = await self.house.sessions.presence(session)
        await log.append(Batch(facts, self.house.clock.now(), version, events, presence))
        await self.house.sessions.catch_up()

    async def _first(self, table: str) -> Mapping[str, Any]:
        async with self.house.database.reading() as connection:
            rows = await connection.execute(Base.metadata.tables[table].select())
            return dict(rows.mappings().one())

    async def dump(self) -> dict[str, str]:
        """Everything in the database as text, by table and column."""
        found: dict[str, str] = {}
        async with self.house.database.reading() as connection:
            for table in Base.metadata.sorted_tables:
                for row in (await connection.execute(table.select())).mappings():
                    for name, value in row.items():
                        found[f"{table.name}.{name}"] = found.get(f"{table.name}.{name}", "") + f"{value}\n"
        return found

    async def tables_with(self, word: str) -> set[str]:
        """Tell in which columns a word stands."""
        return {place for place, written in (await self.dump()).items() if word in written}


async def lived(house: House) -> Life:
    """Let Rui do everything that leaves a trace."""
    life = Life(await founded(house))
    federation, rui = life.federation, life.rui
    await rui.patch("/api/me", name=NAME)
    life.id = await id_of(rui)
    life.series = (await rui.post("/api/series", title="Rui's series", schedule=_schedule())).body
    path = f"/api/series/{life.series['id']}"
    assert (await rui.post(f"{path}/roles", email="olga@example.org", role="organizer")).status == 200
    seat = await rui.post(f"{path}/seats", club_id=federation.shenzhen, email=EMAIL)
    assert seat.status == 201, seat
    handed = (await rui.post(f"{path}/seats", club_id=federation.angeles, email=EMAIL)).body
    handover = {"from_person": life.id, "to": {"email": "lee@example.org"}}
    assert (await rui.post(f"/api/clubs/{handed['club_id']}/handover", **handover)).status == 200
    answer = await rui.put(f"{path}/sessions/{FIRST}/response", club_id=federation.shenzhen, answer="coming")
    assert answer.status == 200, answer
    poll = await ask(federation, rui, club_ids=[federation.shenzhen, federation.angeles])
    option = poll["options"][0]["key"]
    assert (await rui.put(f"/api/polls/{poll['id']}/answer",
                          club_id=federation.shenzhen, choices={option: "yes"})).status == 200  # fmt: skip
    for who, email in ((federation.ada, EMAIL), (rui, "lee@example.org")):
        officer = await who.post(f"/api/clubs/{federation.shenzhen}/officers", email=email)
        assert officer.status < 300, officer
    assert (await rui.post("/api/tokens", name="Robot", scopes=["read"])).status == 201
    assert (await rui.post("/api/feeds", language="en")).status == 201
    await _rooms(life)
    async with house.database.transaction() as connection:
        await _by_hand(life, connection)
    return life


def _schedule() -> dict[str, Any]:
    rule = {"frequency": "weekly", "interval": 2, "weekdays": ["WE"], "count": 6}
    return {"starts_on": "2026-11-25", "anchors": [{"zone": "Asia/Shanghai", "time": "20:00"}], "minutes": 90,
            "rule": rule}  # fmt: skip


async def _rooms(life: Life) -> None:
    rui, olga = life.rui, life.federation.olga
    life.room = (await rui.post("/api/rooms", title="Rui's room", settings={"lobby": False})).body
    others = (await olga.post("/api/rooms", title="Olga's room")).body
    assert (await olga.put(f"/api/rooms/{others['id']}/moderators/{life.id}")).status == 200
    await rui.enter(life.room["slug"], NAME, club_id=life.federation.shenzhen)
    life.past, life.participant = await life.sit(rui, life.room["slug"])
    await life.speak_and_write(life.past, life.participant)
    await life.house.sessions.execute(life.past, End(), by=life.participant)


async def _by_hand(life: Life, connection: Connection) -> None:
    """Write what only other programs or later moments would."""
    house, now = life.house, life.house.clock.now()
    person = await people.person_by_email(connection, EMAIL)
    assert person is not None
    await people.add_link(connection, digest_of("a link"), person.id, now)
    await people.put_welcome(connection, Welcome(person.id, digest_of("a welcome"), now))
    tables = Base.metadata.tables
    rows: dict[str, dict[str, object]] = {
        "identity": {"id": "idn_1", "issuer": "https://id.example.org", "subject": "s", "person_id": life.id,
                     "email": EMAIL, "created_at": now, "used_at": now},
        "openid_attempt": {"token_digest": digest_of("x"), "person_id": life.id, "next": "/", "created_at": now},
        "invitation": {"person_id": life.id, "uid": "uid@example.org", "series_id": life.series["id"], "since": now,
                       "sequence": 0, "letter": 1, "known": "{}", "before": "{}"},
        "carried_entry": {"session_id": life.past, "entry_id": "ent_9", "room_id": life.room["id"], "place": 0,
                          "kind": "topic", "text": "", "text_turn": False, "name": NAME, "club": None,
                          "participant_id": life.participant, "at": now},
    }  # fmt: skip
    for name, values in rows.items():
        known = {column: value for column, value in values.items() if column in tables[name].c}
        await connection.execute(insert(tables[name]).values(known))
    await connection.execute(update(tables["first_start"]).values(person_id=life.id))
    await house.outbox.put(connection, Letter(EMAIL, NAME, "en", "A subject", "text", "<p>html</p>"))
    await house.outbox.put(connection, Letter("olga@example.org", "Olga", "en", "A subject", "text", "<p>html</p>"))
    await jobs.enqueue(connection, [NewJob("reminder", f"x/{life.id}/y", {"person": life.id})], now)


async def fresh(life: Life) -> Browser:
    """Rui at another browser, just signed in."""
    browser = life.house.browser()
    signed = await browser.post("/api/sign-in", email=EMAIL, password=PASSWORD)
    assert signed.status == 200, signed
    return browser
