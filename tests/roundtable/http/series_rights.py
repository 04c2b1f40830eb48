"""Who may do what with a series: the table, and the people around one."""

from typing import Any

from tests.roundtable.house import Browser, House

CALLERS = (
    "anonymous", "guest", "member", "representative", "former", "elsewhere", "moderator", "organizer", "administrator",
)  # fmt: skip
"""`member` says of themselves that they are of the club, and has no seat; `former` has handed theirs over;
`elsewhere` organizes another series."""

SCHEDULE = {
    "starts_on": "2026-11-25",
    "anchors": [{"zone": "Asia/Shanghai", "time": "20:00"}],
    "minutes": 90,
    "rule": {"frequency": "weekly", "interval": 2, "weekdays": ["WE"], "count": 6},
}
NEW = {"title": "Sync", "schedule": SCHEDULE}
SEAT = {"club_id": "{spare_club}", "email": "sam@example.org", "kind": "alternate"}
SHEET = "club_id,email,kind,since\n{spare_club},mia@example.org,alternate,2027-06-01\n"
HANDOVER = {"from_person": "{rita}", "to": {"email": "sam@example.org"}, "with_roles": True}

ANYBODY = (401, 401, 200, 200, 200, 200, 200, 200, 200)
READING = (401, 401, 404, 200, 404, 404, 200, 200, 200)
ORGANIZING = (401, 401, 404, 403, 404, 404, 403, 200, 200)
ADDING = (401, 401, 404, 403, 404, 404, 403, 201, 201)
TAKING = (401, 401, 404, 403, 404, 404, 403, 204, 204)
NOTHING = (401, 401, 404, 404, 404, 404, 404, 404, 404)
UNKNOWN = (401, 401, 404, 403, 404, 404, 403, 404, 404)

Line = tuple[str, dict[str, Any] | None, tuple[int, int, int, int, int, int, int, int, int]]

# {series} is the organizer's, {key} its first date; {rita} speaks for {club}, {spare_seat} is somebody else's seat
# for {spare_club}, {foreign_club} has no seat in it.
TABLE: list[Line] = [
    ("GET /api/home", None, ANYBODY),
    ("GET /api/series", None, ANYBODY),
    ("GET /api/series?all=true", None, (401, 401, 403, 403, 403, 403, 403, 403, 200)),
    ("POST /api/series", NEW, (401, 401, 201, 201, 201, 201, 201, 201, 201)),
    ("POST /api/series/preview", {"schedule": SCHEDULE}, ANYBODY),
    ("GET /api/series/{series}", None, READING),
    ("GET /api/series/ser_none", None, NOTHING),
    ("PATCH /api/series/{series}", {"title": "Changed"}, ORGANIZING),
    ("PATCH /api/series/ser_none", {"title": "Changed"}, NOTHING),
    ("POST /api/series/{series}/roles", {"email": "mia@example.org", "role": "scribe"}, ORGANIZING),
    ("POST /api/series/{series}/roles", {"email": "none@example.org", "role": "scribe"}, UNKNOWN),
    ("POST /api/series/ser_none/roles", {"email": "mia@example.org", "role": "scribe"}, NOTHING),
    ("DELETE /api/series/{series}/roles/{mia}/{role}", None, (401, 401, 404, 403, 404, 404, 204, 204, 204)),
    ("DELETE /api/series/{series}/roles/{bob}/organizer", None, (401, 401, 404, 403, 404, 404, 403, 409, 409)),
    ("DELETE /api/series/{series}/roles/per_none/scribe", None, TAKING),
    ("DELETE /api/series/ser_none/roles/{mia}/{role}", None, NOTHING),
    ("GET /api/series/{series}/sessions", None, READING),
    ("GET /api/series/ser_none/sessions", None, NOTHING),
    ("GET /api/series/{series}/conflicts", None, READING),
    ("GET /api/series/ser_none/conflicts", None, NOTHING),
    ("GET /api/series/{series}/sessions/{key}", None, READING),
    ("GET /api/series/{series}/sessions/20261126T2000", None, NOTHING),
    ("GET /api/series/ser_none/sessions/{key}", None, NOTHING),
    ("PATCH /api/series/{series}/sessions/{key}", {"title": "Changed"}, ORGANIZING),
    ("PATCH /api/series/{series}/sessions/20261126T2000", {"title": "Changed"}, UNKNOWN),
    ("PATCH /api/series/ser_none/sessions/{key}", {"title": "Changed"}, NOTHING),
    ("PUT /api/series/{series}/sessions/{key}/response", {"club_id": "{club}", "answer": "coming"},
     (401, 401, 404, 200, 404, 404, 403, 200, 200)),
    ("PUT /api/series/{series}/sessions/{key}/response", {"club_id": "{spare_club}", "answer": "coming"}, ORGANIZING),
    ("PUT /api/series/{series}/sessions/{key}/response", {"club_id": "{foreign_club}", "answer": "coming"},
     (401, 401, 404, 403, 404, 404, 403, 403, 403)),
    ("PUT /api/series/{series}/sessions/20261126T2000/response", {"club_id": "{club}", "answer": "coming"}, NOTHING),
    ("PUT /api/series/ser_none/sessions/{key}/response", {"club_id": "{club}", "answer": "coming"}, NOTHING),
    ("GET /api/series/{series}/seats", None, READING),
    ("GET /api/series/ser_none/seats", None, NOTHING),
    ("GET /api/series/{series}/seats.csv", None, ORGANIZING),
    ("GET /api/series/ser_none/seats.csv", None, NOTHING),
    ("POST /api/series/{series}/seats/import", {"csv": SHEET, "dry_run": True}, ORGANIZING),
    ("POST /api/series/ser_none/seats/import", {"csv": SHEET}, NOTHING),
    ("DELETE /api/series/{series}/seats/{spare_seat}", None, TAKING),
    ("DELETE /api/series/{series}/seats/{foreign_seat}", None, UNKNOWN),
    ("DELETE /api/series/{series}/seats/seat_none", None, UNKNOWN),
    ("DELETE /api/series/ser_none/seats/{spare_seat}", None, NOTHING),
    ("POST /api/series/{series}/seats", {**SEAT, "since": "2027-06-01"}, ADDING),
    ("POST /api/series/{series}/seats", {**SEAT, "email": "none@example.org"}, UNKNOWN),
    ("POST /api/series/{series}/seats", {**SEAT, "club_id": "clb_none"}, (401, 401, 404, 403, 404, 404, 403, 422, 422)),
    ("POST /api/series/ser_none/seats", SEAT, NOTHING),
    ("POST /api/series/{series}/sessions/{second}/following", {"changes": {}, "confirmed": True}, ORGANIZING),
    ("POST /api/series/{series}/sessions/20261126T2000/following", {"changes": {}}, UNKNOWN),
    ("POST /api/series/ser_none/sessions/{second}/following", {"changes": {}}, NOTHING),
    ("DELETE /api/series/{series}", None, TAKING),
    ("DELETE /api/series/ser_none", None, NOTHING),
    ("GET /api/clubs/{club}/activity", None, ANYBODY),
    ("GET /api/clubs/clb_none/activity", None, NOTHING),
    ("GET /api/campuses/{campus}/activity", None, ANYBODY),
    ("GET /api/campuses/cmp_none/activity", None, NOTHING),
    ("GET /api/clubs/{club}/handover/{rita}", None, (401, 401, 404, 200, 404, 404, 404, 200, 200)),
    ("GET /api/clubs/{club}/handover/per_none", None, NOTHING),
    ("GET /api/clubs/{foreign_club}/handover/{rita}", None, NOTHING),
    ("GET /api/clubs/clb_none/handover/{rita}", None, NOTHING),
    ("POST /api/clubs/{club}/handover", HANDOVER, (401, 401, 404, 200, 404, 404, 404, 200, 200)),
    ("POST /api/clubs/{foreign_club}/handover", HANDOVER, NOTHING),
    ("POST /api/clubs/clb_none/handover", HANDOVER, NOTHING),
]  # fmt: skip

_CAMPUS = {"name_zh": "甲", "name_en": "A", "city_zh": "深圳", "city_en": "Shenzhen", "zone": "Asia/Shanghai"}


async def _id_of(browser: Browser) -> str:
    return str((await browser.get("/api/me")).body["person"]["id"])


async def set_up(house: House) -> tuple[dict[str, Browser], dict[str, str]]:
    """Bob's series, which Mia moderates and in which Fred has handed his seat to Rita; Olga has one of her own."""
    ada = await house.first_account()
    names = ("Bob", "Mia", "Rita", "Fred", "Olga", "Mel", "Sam")
    bob, mia, rita, fred, olga, mel, _ = [await house.account(ada, name) for name in names]
    campus = (await ada.post("/api/campuses", **_CAMPUS)).body["id"]
    club, spare, foreign = [
        (await ada.post("/api/clubs", name_zh=name, name_en=name, campus_id=campus)).body["id"] for name in "XYZ"
    ]
    await mel.patch("/api/me", club_id=club)
    series = (await bob.post("/api/series", **NEW)).body
    path = f"/api/series/{series['id']}"
    await bob.post(f"{path}/roles", email="mia@example.org", role="moderator")
    await bob.post(f"{path}/seats", club_id=club, email="fred@example.org")
    spare_seat = (await bob.post(f"{path}/seats", club_id=spare, email="sam@example.org")).body["id"]
    handed = await fred.post(
        f"/api/clubs/{club}/handover", from_person=await _id_of(fred), to={"email": "rita@example.org"}
    )
    assert handed.status == 200, handed
    other = (await olga.post("/api/series", **NEW)).body["id"]
    seat = await olga.post(f"/api/series/{other}/seats", club_id=foreign, email="olga@example.org")
    guest = house.browser()
    kitchen = (await bob.post("/api/rooms", title="Kitchen")).body
    await guest.enter(kitchen["slug"], "A guest")
    browsers = (house.browser(), guest, mel, rita, fred, olga, mia, bob, ada)
    return dict(zip(CALLERS, browsers, strict=True)), {
        "series": series["id"],
        "key": "20261125T2000",
        "second": "20261209T2000",
        "role": "scribe",
        "bob": await _id_of(bob),
        "mia": await _id_of(mia),
        "rita": await _id_of(rita),
        "campus": campus,
        "club": club,
        "spare_club": spare,
        "foreign_club": foreign,
        "spare_seat": spare_seat,
        "foreign_seat": seat.body["id"],
    }
