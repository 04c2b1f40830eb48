"""Clubs sit in series; officers change every summer."""

from datetime import UTC, datetime

from tests.roundtable.series.federation import FIRST, Federation, id_of, refused


async def test_a_club_has_one_principal_and_alternates(federation: Federation) -> None:
    series = await federation.plan()
    seats = f"/api/series/{series['id']}/seats"
    first = await federation.seat(series["id"], federation.shenzhen, "rui", until="2027-06-30")
    rui = await id_of(federation.rui)
    assert first == {
        "id": first["id"],
        "series_id": series["id"],
        "club_id": federation.shenzhen,
        "person": {"id": rui, "name": "Rui"},
        "kind": "principal",
        "since": "2026-11-22",
        "until": "2027-06-30",
        "held": True,
    }
    form = {"club_id": federation.shenzhen, "email": "lee@example.org"}
    assert refused(await federation.olga.post(seats, **form)) == (409, "principal_taken")
    again = await federation.olga.post(seats, club_id=federation.shenzhen, person_id=rui, kind="alternate")
    assert refused(again) == (409, "seat_taken")
    assert (await federation.olga.post(seats, **form, kind="alternate")).status == 201
    next_year = {"club_id": federation.shenzhen, "email": "olga@example.org", "since": "2027-07-01"}
    assert (await federation.olga.post(seats, **next_year)).body["held"] is False
    backwards = await federation.olga.post(seats, **form, since="2027-07-01", until="2027-06-30")
    assert backwards.body["errors"] == [{"path": "", "code": "term_backwards"}]
    past = await federation.olga.post(seats, **form, until="2026-01-01")
    assert refused(past) == (422, "term_backwards")
    unknown = await federation.olga.post(seats, club_id=f"clb_{'a' * 26}", email="lee@example.org")
    assert refused(unknown) == (422, "unknown_club")
    assert refused(await federation.ada.delete(f"/api/clubs/{federation.shenzhen}")) == (409, "club_has_seats")


async def test_a_term_begins_and_ends_by_itself(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}"
    await federation.seat(series["id"], federation.shenzhen, "rui", since="2026-12-01", until="2026-12-31")
    assert (await federation.rui.get(path)).status == 404
    federation.wait_until(datetime(2026, 12, 1, tzinfo=UTC))
    assert (await federation.rui.get(path)).body["mine"] == ["representative"]
    federation.wait_until(datetime(2027, 1, 1, tzinfo=UTC))
    await federation.rui.post("/api/sign-in", email="rui@example.org", password="correct horse battery")
    assert (await federation.rui.get(path)).status == 404
    assert (await federation.rui.get("/api/home")).body["clubs"] == []


async def test_officers_change_in_one_act(federation: Federation) -> None:
    """Rui sits for Shenzhen in two series, and keeps the notes of one; all of it goes to Lee."""
    one, two = await federation.plan("One"), await federation.plan("Two")
    for series in (one, two):
        await federation.seat(series["id"], federation.shenzhen, "rui")
    await federation.seat(one["id"], federation.shenzhen, "lee", kind="alternate")
    await federation.olga.post(f"/api/series/{one['id']}/roles", email="rui@example.org", role="moderator")
    answer = {"club_id": federation.shenzhen, "answer": "coming"}
    await federation.rui.put(f"/api/series/{one['id']}/sessions/{FIRST}/response", **answer)
    rui, lee = await id_of(federation.rui), await id_of(federation.lee)
    federation.house.clock.advance(60)
    handed = await federation.rui.post(
        f"/api/clubs/{federation.shenzhen}/handover", from_person=rui, to={"email": "lee@example.org"}, with_roles=True
    )
    assert handed.status == 200
    assert sorted(seat["series_id"] for seat in handed.body["seats"]) == sorted((one["id"], two["id"]))
    assert ({seat["kind"] for seat in handed.body["seats"]}, handed.body["roles"]) == ({"principal"}, 1)
    for series in (one, two):
        assert (await federation.rui.get(f"/api/series/{series['id']}")).status == 404
        response = f"/api/series/{series['id']}/sessions/{FIRST}/response"
        assert (await federation.rui.put(response, **answer)).status == 404
        assert (await federation.lee.put(response, **{**answer, "answer": "maybe"})).status == 200
    room = await federation.room_of(one)
    assert [moderator["name"] for moderator in room["moderators"]] == ["Lee"]
    assert (await federation.rui.get("/api/home")).body["next"] == []
    record = (await federation.olga.get(f"/api/series/{one['id']}/seats")).body["record"]
    assert {
        "club_id": federation.shenzhen,
        "kind": "principal",
        "act": "handed_over",
        "from_person": {"id": rui, "name": "Rui"},
        "to_person": {"id": lee, "name": "Lee"},
        "by": {"id": rui, "name": "Rui"},
        "at": "2026-11-22T12:01:00.000Z",
    } in record
    assert [event["act"] for event in record].count("left") == 1
    seats = (await federation.olga.get(f"/api/series/{one['id']}/seats")).body["items"]
    assert [(seat["person"]["name"], seat["kind"]) for seat in seats] == [("Lee", "principal")]


async def test_an_organizer_hands_over_in_their_own_series_only(federation: Federation) -> None:
    mine = await federation.plan()
    theirs = (await federation.lee.post("/api/series", title="Lee's", schedule=mine["schedule"])).body
    await federation.seat(mine["id"], federation.shenzhen, "rui")
    form = {"club_id": federation.shenzhen, "email": "rui@example.org"}
    assert (await federation.lee.post(f"/api/series/{theirs['id']}/seats", **form)).status == 201
    rui = await id_of(federation.rui)
    path = f"/api/clubs/{federation.shenzhen}/handover"
    handed = await federation.olga.post(path, from_person=rui, to={"email": "ada@example.org"})
    assert [seat["series_id"] for seat in handed.body["seats"]] == [mine["id"]]
    assert (await federation.rui.get(f"/api/series/{theirs['id']}")).status == 200
    same = await federation.rui.post(path, from_person=rui, to={"person_id": rui})
    assert refused(same) == (409, "same_person")
    unknown = await federation.rui.post(path, from_person=rui, to={"email": "none@example.org"})
    assert refused(unknown) == (404, "no_such_person")


async def test_who_leaves_a_seat_is_out_at_once(federation: Federation) -> None:
    series = await federation.plan()
    seat = await federation.seat(series["id"], federation.shenzhen, "rui")
    path = f"/api/series/{series['id']}"
    assert (await federation.rui.delete(f"{path}/seats/{seat['id']}")).status == 204
    assert (await federation.rui.get(path)).status == 404
    assert refused(await federation.olga.delete(f"{path}/seats/{seat['id']}")) == (404, "not_found")
    assert (await federation.seat(series["id"], federation.shenzhen, "lee"))["held"] is True
