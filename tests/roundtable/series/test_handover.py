"""Officers change: what is told beforehand, and what goes to whom."""

from tests.roundtable.series.federation import Federation, id_of, refused


async def officer(federation: Federation) -> tuple[str, str]:
    """Rui sits for Shenzhen in a series that he moderates, and is an officer with a calendar of the club."""
    series = (await federation.plan())["id"]
    await federation.seat(series, federation.shenzhen, "rui")
    await federation.olga.post(f"/api/series/{series}/roles", email="rui@example.org", role="moderator")
    await federation.ada.post(f"/api/clubs/{federation.shenzhen}/officers", email="rui@example.org")
    assert (await federation.rui.post("/api/feeds", club_id=federation.shenzhen)).status == 201
    return series, await id_of(federation.rui)


async def test_what_moves_is_told_beforehand_to_whom_it_concerns(federation: Federation) -> None:
    series, rui = await officer(federation)
    path = f"/api/clubs/{federation.shenzhen}/handover/{rui}"
    seat = {"series_id": series, "title": "Sync", "kind": "principal", "since": "2026-11-22"}
    role = {"series_id": series, "title": "Sync", "role": "moderator"}
    whole = {"seats": [seat], "roles": [role], "office": True, "feeds": 1}
    assert (await federation.rui.get(path)).body == whole
    assert (await federation.ada.get(path)).body == whole
    assert (await federation.olga.get(path)).body == {**whole, "office": False, "feeds": 0}
    nothing = await federation.lee.get(path)
    assert refused(nothing) == (404, "not_found")
    assert nothing.body == (await federation.lee.get("/api/clubs/clb_none/handover/per_none")).body


async def test_the_office_and_the_clubs_calendars_go_with_the_seats(federation: Federation) -> None:
    _, rui = await officer(federation)
    path = f"/api/clubs/{federation.shenzhen}"
    calendar = (await federation.rui.post("/api/feeds", club_id=federation.shenzhen)).body["path"]
    handed = await federation.rui.post(
        f"{path}/handover", from_person=rui, to={"email": "lee@example.org"}, with_roles=True
    )
    done = handed.body
    assert (len(done["seats"]), done["roles"], done["office"], done["feeds"], done["invited"]) == (1, 1, True, 2, False)
    assert done["heir"] == {"id": await id_of(federation.lee), "name": "Lee"}
    assert refused(await federation.rui.patch(path, about="Still mine")) == (403, "officers_only")
    assert (await federation.lee.patch(path, about="Mine now")).status == 200
    assert (await federation.house.browser().get(calendar)).status == 200
    assert (await federation.rui.get("/api/feeds")).body == {"items": []}
    assert len((await federation.lee.get("/api/feeds")).body["items"]) == 2
    again = await federation.rui.post(f"{path}/handover", from_person=rui, to={"email": "lee@example.org"})
    assert refused(again) == (404, "not_found")


async def test_an_organizer_gives_away_seats_but_not_the_club(federation: Federation) -> None:
    _, rui = await officer(federation)
    path = f"/api/clubs/{federation.shenzhen}"
    handed = await federation.olga.post(f"{path}/handover", from_person=rui, to={"email": "lee@example.org"})
    assert (len(handed.body["seats"]), handed.body["office"]) == (1, False)
    assert (await federation.rui.patch(path, about="Still mine")).status == 200
    assert refused(await federation.lee.patch(path, about="Mine?")) == (403, "officers_only")


async def test_who_follows_is_invited_if_nobody_has_the_address(federation: Federation) -> None:
    _, rui = await officer(federation)
    path = f"/api/clubs/{federation.shenzhen}/handover"
    handed = await federation.rui.post(path, from_person=rui, to={"email": "xin@example.org", "name": "小新"})
    assert (handed.body["heir"]["name"], handed.body["office"], handed.body["invited"]) == ("小新", True, True)
