"""Every route, every kind of caller, own and foreign things: one table. What it leaves out fails `test_every_route`."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from roundtable.database import Database
from roundtable.jobs import tables as jobs
from roundtable.kernel.ids import PersonId
from roundtable.mail.model import Letter
from roundtable.people import tables as people
from roundtable.people.tokens import digest_of
from tests.roundtable.house import PASSWORD, SET_UP_TOKEN, Answer, Browser, House, opened
from tests.roundtable.http.club_rights import TABLE as CLUB_PAGES
from tests.roundtable.http.looks import looks
from tests.roundtable.http.openid_rights import TABLE as OPENID_TABLE
from tests.roundtable.http.openid_rights import with_identity
from tests.roundtable.http.series_rights import NEW as NEW_SERIES

CALLERS = ("anonymous", "guest", "other", "moderator", "host", "administrator")
"""`other` has an account and nothing to do with the room; `administrator` neither, but administers the server."""

NO_OTHERS = ("member", "representative", "former", "elsewhere")
"""People of series, as in `series_rights`, of {club}. It gives them nothing here: they are like `other`."""

ROOM_SETTINGS = {"title": "Changed", "settings": {"lobby": False}}
CAMPUS = {"name_zh": "乙", "name_en": "B", "city_zh": "成都", "city_en": "Chengdu", "zone": "Asia/Shanghai"}
SHEET = "club_zh,club_en,campus_zh,campus_en,city_zh,city_en,zone\n社,Club,丙,C,柏林,Berlin,Europe/Berlin\n"

# Each line: what is asked, with which body, and the answers to the callers in the order above.
# {room} is the host's room, {bob} the host, {mia} its moderator; {session} one of another room of theirs;
# {campus}, {club}, {sign_in}, {welcome} exist too.
TABLE: list[tuple[str, dict[str, Any] | None, tuple[int, int, int, int, int, int]]] = [
    ("GET /api/me", None, (200, 200, 200, 200, 200, 200)),
    ("PATCH /api/me", {"language": "en"}, (401, 401, 200, 200, 200, 200)),
    ("POST /api/first-start", {"token": SET_UP_TOKEN, "email": "x@example.org", "password": PASSWORD, "name": "X"},
     (409, 409, 409, 409, 409, 409)),
    ("POST /api/sign-in", {"email": "nobody@example.org", "password": "wrong"}, (401, 401, 401, 401, 401, 401)),
    ("POST /api/sign-out", None, (204, 204, 204, 204, 204, 204)),
    ("GET /api/sign-ins", None, (401, 401, 200, 200, 200, 200)),
    ("DELETE /api/sign-ins/{sign_in}", None, (401, 401, 404, 404, 204, 404)),
    ("DELETE /api/sign-ins/sgn_none", None, (401, 401, 404, 404, 404, 404)),
    ("GET /api/password", None, (401, 401, 200, 200, 200, 200)),
    ("POST /api/password", {"new": "short"}, (401, 401, 422, 422, 422, 422)),
    ("POST /api/password", {"current": "wrong", "new": PASSWORD}, (401, 401, 403, 403, 403, 403)),
    ("GET /api/welcome/{welcome}", None, (200, 200, 200, 200, 200, 200)),
    ("GET /api/welcome/aaaaaaaaaaaaaaaaaaaaaaaaaaaa", None, (404, 404, 404, 404, 404, 404)),
    ("POST /api/welcome/{welcome}", {"password": "short"}, (422, 422, 422, 422, 422, 422)),
    ("POST /api/welcome/aaaaaaaaaaaaaaaaaaaaaaaaaaaa", {"password": PASSWORD}, (404, 404, 404, 404, 404, 404)),
    *OPENID_TABLE,
    ("GET /api/people", None, (401, 401, 403, 403, 403, 200)),
    ("POST /api/people", {"email": "y@example.org", "name": "Y"}, (401, 401, 403, 403, 403, 201)),
    ("POST /api/people/import", {"csv": "name,email\nZoe,zoe@example.org\n"}, (401, 401, 403, 403, 403, 200)),
    ("GET /api/people/export", None, (401, 401, 403, 403, 403, 200)),
    ("POST /api/people/{bob}/link", None, (401, 401, 403, 403, 403, 200)),
    ("POST /api/people/per_none/link", None, (401, 401, 403, 403, 403, 404)),
    ("PATCH /api/people/{bob}", {"name": "Bob"}, (401, 401, 403, 403, 403, 200)),
    ("PATCH /api/people/per_none", {"name": "Bob"}, (401, 401, 403, 403, 403, 404)),
    ("GET /api/people/{bob}/deletion", None, (401, 401, 403, 403, 403, 200)),
    ("GET /api/people/per_none/deletion", None, (401, 401, 403, 403, 403, 404)),
    ("DELETE /api/people/{leaver}", None, (401, 401, 403, 403, 403, 204)),
    ("DELETE /api/people/per_none", None, (401, 401, 403, 403, 403, 404)),
    ("GET /api/me/export", None, (401, 401, 200, 200, 200, 200)),
    ("GET /api/me/deletion", None, (401, 401, 200, 200, 200, 200)),
    ("POST /api/me/deletion", {"password": "wrong"}, (401, 401, 403, 403, 403, 403)),
    ("GET /api/tokens", None, (401, 401, 200, 200, 200, 200)),
    ("POST /api/tokens", {"name": "Robot", "scopes": ["read"]}, (401, 401, 201, 201, 201, 201)),
    ("DELETE /api/tokens/{token}", None, (401, 401, 404, 404, 204, 404)),
    ("DELETE /api/tokens/tok_none", None, (401, 401, 404, 404, 404, 404)),
    ("GET /api/mail", None, (401, 401, 403, 403, 403, 200)),
    ("POST /api/mail/{letter}/retry", None, (401, 401, 403, 403, 403, 204)),
    ("POST /api/mail/job_none/retry", None, (401, 401, 403, 403, 403, 404)),
    ("GET /api/unsubscribe/{stop}", None, (200, 200, 200, 200, 200, 200)),
    ("POST /api/unsubscribe/{stop}", {"wanted": False}, (200, 200, 200, 200, 200, 200)),
    ("GET /api/unsubscribe/reminders-per_none-aaaaaaaaaa", None, (404, 404, 404, 404, 404, 404)),
    ("POST /api/unsubscribe/reminders-per_none-aaaaaaaaaa", {"wanted": False}, (404, 404, 404, 404, 404, 404)),
    ("GET /api/campuses", None, (200, 200, 200, 200, 200, 200)),
    ("POST /api/campuses", CAMPUS, (401, 401, 403, 403, 403, 201)),
    ("PATCH /api/campuses/{campus}", {"name_en": "New"}, (401, 401, 403, 403, 403, 200)),
    ("PATCH /api/campuses/cmp_none", {"name_en": "New"}, (401, 401, 403, 403, 403, 404)),
    ("DELETE /api/campuses/{campus}", None, (401, 401, 403, 403, 403, 409)),
    ("DELETE /api/campuses/cmp_none", None, (401, 401, 403, 403, 403, 404)),
    ("GET /api/clubs", None, (200, 200, 200, 200, 200, 200)),
    ("POST /api/clubs", {"name_zh": "新", "name_en": "New", "campus_id": "{campus}"}, (401, 401, 403, 403, 403, 201)),
    ("POST /api/clubs/import", {"csv": SHEET}, (401, 401, 403, 403, 403, 200)),
    ("GET /api/clubs/export", None, (401, 401, 403, 403, 403, 200)),
    ("PATCH /api/clubs/{club}", {"name_en": "New"}, (401, 401, 403, 403, 403, 200)),
    ("PATCH /api/clubs/clb_none", {"name_en": "New"}, (401, 401, 404, 404, 404, 404)),
    *CLUB_PAGES,
    ("DELETE /api/clubs/{club}", None, (401, 401, 403, 403, 403, 204)),
    ("DELETE /api/clubs/clb_none", None, (401, 401, 403, 403, 403, 404)),
    ("GET /api/rooms", None, (401, 401, 200, 200, 200, 200)),
    ("POST /api/rooms", {"title": "Mine"}, (401, 401, 201, 201, 201, 201)),
    ("GET /api/rooms/{room}", None, (401, 401, 404, 200, 200, 404)),
    ("GET /api/rooms/room_none", None, (401, 401, 404, 404, 404, 404)),
    ("PATCH /api/rooms/{room}", ROOM_SETTINGS, (401, 401, 404, 403, 200, 404)),
    ("PATCH /api/rooms/room_none", ROOM_SETTINGS, (401, 401, 404, 404, 404, 404)),
    ("DELETE /api/rooms/{room}", None, (401, 401, 404, 403, 204, 404)),
    ("DELETE /api/rooms/room_none", None, (401, 401, 404, 404, 404, 404)),
    ("POST /api/rooms/{room}/moderators", {"email": "mia@example.org"}, (401, 401, 404, 403, 200, 404)),
    ("POST /api/rooms/{room}/moderators", {"email": "none@example.org"}, (401, 401, 404, 403, 404, 404)),
    ("POST /api/rooms/room_none/moderators", {"email": "mia@example.org"}, (401, 401, 404, 404, 404, 404)),
    ("PUT /api/rooms/{room}/moderators/{mia}", None, (401, 401, 404, 403, 200, 404)),
    ("PUT /api/rooms/{room}/moderators/per_none", None, (401, 401, 404, 403, 404, 404)),
    ("PUT /api/rooms/room_none/moderators/{mia}", None, (401, 401, 404, 404, 404, 404)),
    ("DELETE /api/rooms/{room}/moderators/{mia}", None, (401, 401, 404, 403, 204, 404)),
    ("DELETE /api/rooms/{room}/moderators/per_none", None, (401, 401, 404, 403, 204, 404)),
    ("DELETE /api/rooms/room_none/moderators/{mia}", None, (401, 401, 404, 404, 404, 404)),
    ("GET /api/rooms/{room}/sessions", None, (401, 401, 404, 200, 200, 404)),
    ("GET /api/rooms/room_none/sessions", None, (401, 401, 404, 404, 404, 404)),
    ("GET /api/sessions/{session}/floor", None, (401, 401, 404, 200, 200, 200)),
    ("GET /api/sessions/{session}/floor.json", None, (401, 401, 404, 200, 200, 200)),
    ("GET /api/sessions/{session}/floor.csv", None, (401, 401, 404, 200, 200, 200)),
    ("GET /api/sessions/ses_none/floor", None, (401, 401, 404, 404, 404, 404)),
    ("GET /api/sessions/ses_none/floor.json", None, (401, 401, 404, 404, 404, 404)),
    ("GET /api/sessions/ses_none/floor.csv", None, (401, 401, 404, 404, 404, 404)),
    ("GET /api/entry/{slug}", None, (200, 200, 200, 200, 200, 200)),
    ("GET /api/entry/nosuchroom", None, (404, 404, 404, 404, 404, 404)),
    ("POST /api/entry/nosuchroom", {"name": "Somebody"}, (404, 404, 404, 404, 404, 404)),
    ("POST /api/entry/{slug}", {"name": "Somebody"}, (200, 200, 200, 200, 200, 200)),
]  # fmt: skip


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    """Once on each kind of database, unlike the other tests of this folder."""
    async with opened(database) as house:
        yield house


@dataclass
class Scene:
    """A room with everybody around it."""

    browsers: dict[str, Browser] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    asked: int = 0

    async def ask(self, caller: str, line: str, body: dict[str, Any] | None) -> Answer:
        """Ask what a line of the table says, from anywhere, so that nobody asks too often."""
        method, path = line.split()
        self.asked += 1
        self.browsers[caller].headers["X-Forwarded-For"] = f"203.0.{self.asked // 250}.{self.asked % 250 + 1}"
        filled = {name: self._filled(value) for name, value in body.items()} if body is not None else None
        return await self.browsers[caller].ask(method, path.format(**self.names), filled)

    def _filled(self, value: Any) -> Any:
        return value.format(**self.names) if isinstance(value, str) else value


async def set_up(house: House) -> Scene:
    """Ada administers; Bob hosts a room that Mia moderates; Olga has nothing to do with it."""
    ada = await house.first_account()
    bob, mia, olga = [await house.account(ada, name) for name in ("Bob", "Mia", "Olga")]
    ids = {browser: (await browser.get("/api/me")).body["person"]["id"] for browser in (bob, mia)}
    room = (await bob.post("/api/rooms", title="Bob's room")).body
    await bob.put(f"/api/rooms/{room['id']}/moderators/{ids[mia]}")
    elsewhere = (await bob.post("/api/rooms", title="Another room")).body
    await bob.put(f"/api/rooms/{elsewhere['id']}/moderators/{ids[mia]}")
    guest = house.browser()
    session = (await guest.enter(elsewhere["slug"], "A guest")).body["session_id"]
    campus = (await ada.post("/api/campuses", **{**CAMPUS, "name_zh": "甲"})).body["id"]
    club = (await ada.post("/api/clubs", name_zh="社", name_en="Club", campus_id=campus)).body["id"]
    leaver = (await ada.post("/api/people", email="leaver@example.org", name="Leaver")).body["person"]["id"]
    welcome = (await ada.post("/api/people", email="new@example.org", name="New")).body["link"]
    phone = house.browser()
    await phone.post("/api/sign-in", email="bob@example.org", password=PASSWORD)
    bobs = (await phone.get("/api/sign-ins")).body["items"]
    return Scene(
        browsers=dict(zip(CALLERS, (house.browser(), guest, olga, mia, bob, ada), strict=True)),
        names={
            "room": room["id"],
            "slug": room["slug"],
            "session": session,
            "bob": ids[bob],
            "mia": ids[mia],
            "leaver": leaver,
            "token": (await bob.post("/api/tokens", name="Robot", scopes=["read"])).body["token"]["id"],
            "letter": await _letter(house),
            "sign_in_link": await _link(house, ids[bob]),
            "used_link": "u" * 43,
            "identity": await with_identity(house.database, house.clock, ids[bob]),
            "stop": house.unsubscribing.link(PersonId(ids[bob]), "reminders").rpartition("/")[2],
            "campus": campus,
            "club": club,
            "welcome": welcome.removeprefix("/welcome/"),
            "sign_in": next(item["id"] for item in bobs if item["current"]),
        },
    )


async def _letter(house: House) -> str:
    letter = Letter("new@example.org", "New", "en", "Welcome", "text", "<p>html</p>")
    async with house.database.transaction() as connection:
        await house.outbox.put(connection, letter)
        return (await jobs.latest(connection, "mail", 1))[0].id


async def _link(house: House, person: PersonId) -> str:
    async with house.database.transaction() as connection:
        await people.add_link(connection, digest_of("s" * 43), person, house.clock.now())
    return "s" * 43


async def _people_of_series(house: House, scene: Scene) -> None:
    """Elsa organizes a series in which Fred has handed {club}'s seat to Rita; Mel only says that he is of it."""
    names = ("Mel", "Rita", "Fred", "Elsa")
    people = [await house.account(scene.browsers["administrator"], name) for name in names]
    scene.browsers |= dict(zip(NO_OTHERS, people, strict=True))
    mel, _, fred, elsa = people
    club = scene.names["club"]
    await mel.patch("/api/me", club_id=club)
    series = (await elsa.post("/api/series", **NEW_SERIES)).body["id"]
    await elsa.post(f"/api/series/{series}/seats", club_id=club, email="fred@example.org")
    fred_id = (await fred.get("/api/me")).body["person"]["id"]
    heir = {"email": "rita@example.org"}
    assert (await fred.post(f"/api/clubs/{club}/handover", from_person=fred_id, to=heir)).status == 200


@pytest.mark.parametrize("caller", [*CALLERS, *NO_OTHERS])
async def test_every_route_answers_each_caller_as_the_table_says(house: House, caller: str) -> None:
    """Everybody goes through the table from the top, each line with things of their own to destroy."""
    column = CALLERS.index("other" if caller in NO_OTHERS else caller)
    scene = await set_up(house)
    if caller in NO_OTHERS:
        await _people_of_series(house, scene)
    answered: dict[str, int] = {}
    expected: dict[str, int] = {}
    for line, body, statuses in TABLE:
        answer = await scene.ask(caller, line, body)
        key = f"{line} {body}"
        answered[key], expected[key] = answer.status, statuses[column]
        if answer.status < 300 and line.split()[0] in ("DELETE", "POST"):
            await _made_good(house, scene, caller, line)
    assert answered == expected


async def _made_good(house: House, scene: Scene, caller: str, line: str) -> None:
    """Put back what a permitted act took away, so that the next line means what it says."""
    if "sign-out" in line and caller not in ("anonymous", "guest"):
        names = {"other": "olga", "moderator": "mia", "host": "bob", "administrator": "ada"}
        names |= {"member": "mel", "representative": "rita", "former": "fred", "elsewhere": "elsa"}
        await scene.browsers[caller].post("/api/sign-in", email=f"{names[caller]}@example.org", password=PASSWORD)
    elif "sign-out" in line and caller == "guest":
        other = (await scene.browsers["host"].post("/api/rooms", title="One more")).body
        await scene.browsers["guest"].enter(other["slug"], "A guest")
    elif line == "DELETE /api/rooms/{room}":
        room = (await scene.browsers["host"].post("/api/rooms", title="Bob's room")).body
        scene.names |= {"room": room["id"], "slug": room["slug"]}
        await scene.browsers["host"].put(f"/api/rooms/{room['id']}/moderators/{scene.names['mia']}")


async def test_what_is_not_theirs_cannot_be_told_from_what_is_not(house: House) -> None:
    """Of every kind of thing, for everybody to whom the table denies it."""
    scene = await set_up(house)
    for line, body, statuses in TABLE:
        for caller, status in zip(CALLERS, statuses, strict=True):
            if status == 404 and "{" in line and "none" not in f"{line} {body}":
                theirs = await scene.ask(caller, line, body)
                nothing = await scene.ask(caller, _without_what_there_is(line, scene.names), body)
                assert looks(theirs) == looks(nothing), (caller, line)


def _without_what_there_is(line: str, names: dict[str, str]) -> str:
    """Ask for a thing of the same kind that is not there."""
    for name, id_ in names.items():
        kind, _, _ = id_.partition("_")
        line = line.replace(f"{{{name}}}", f"{kind}_{'a' * 26}" if "_" in id_ else "a" * len(id_))
    return line
