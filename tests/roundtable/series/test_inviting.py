"""Whoever gives a seat or a role to an address that nobody has here invites them, if they say whom they mean."""

from roundtable.jobs import tables as jobs
from roundtable.jobs.job import Job
from tests.roundtable.house import PASSWORD
from tests.roundtable.series.federation import Federation, id_of, refused


async def invitations(federation: Federation) -> list[tuple[str, str]]:
    """To whom a link was written, and the path of the link."""
    house = federation.house
    async with house.database.reading() as connection:
        found = await jobs.latest(connection, "mail", 100)
    letters = [house.outbox.letter_of(Job(one.id, "mail", one.key, one.payload, 1)) for one in found]
    lines = [(letter.to, line) for letter in letters for line in letter.text.splitlines()]
    return [(to, line[line.index("/welcome/") :]) for to, line in lines if "/welcome/" in line]


async def test_a_seat_for_somebody_new_is_an_invitation_by_mail(federation: Federation) -> None:
    series = await federation.plan()
    seats = f"/api/series/{series['id']}/seats"
    form = {"club_id": federation.berlin, "email": "Jonas@example.org"}
    assert refused(await federation.olga.post(seats, **form)) == (404, "no_such_person")
    assert await invitations(federation) == []

    seat = await federation.olga.post(seats, **form, name="Jonas Wolff")
    assert (seat.status, seat.body["person"]["name"]) == (201, "Jonas Wolff")
    ((to, link),) = await invitations(federation)
    assert to == "jonas@example.org"
    jonas = federation.house.browser()
    assert (await jonas.post("/api" + link, password=PASSWORD)).status == 200
    assert await id_of(jonas) == seat.body["person"]["id"]
    assert (await jonas.get(f"/api/series/{series['id']}")).body["mine"] == ["representative"]


async def test_who_is_known_keeps_their_name_and_gets_no_invitation(federation: Federation) -> None:
    series = await federation.plan()
    form = {"club_id": federation.shenzhen, "email": "rui@example.org", "name": "Somebody else"}
    seat = await federation.olga.post(f"/api/series/{series['id']}/seats", **form)
    assert seat.body["person"]["name"] == "Rui"
    assert await invitations(federation) == []


async def test_roles_and_whole_offices_go_to_people_who_are_new(federation: Federation) -> None:
    series = await federation.plan()
    await federation.seat(series["id"], federation.shenzhen, "rui")
    role = {"email": "mo@example.org", "name": "Mo", "role": "moderator"}
    given = await federation.olga.post(f"/api/series/{series['id']}/roles", **role)
    assert "Mo" in [one["person"]["name"] for one in given.body["roles"]]
    heir = {"email": "hua@example.org", "name": "华"}
    rui = await id_of(federation.rui)
    handed = await federation.rui.post(f"/api/clubs/{federation.shenzhen}/handover", from_person=rui, to=heir)
    assert [seat["person"]["name"] for seat in handed.body["seats"]] == ["华"]
    assert sorted(to for to, _ in await invitations(federation)) == ["hua@example.org", "mo@example.org"]


async def test_nobody_is_invited_by_who_may_not_or_to_what_is_no_address(federation: Federation) -> None:
    series = await federation.plan()
    await federation.seat(series["id"], federation.shenzhen, "rui")
    form = {"club_id": federation.berlin, "email": "jonas@example.org", "name": "Jonas"}
    seats = f"/api/series/{series['id']}/seats"
    assert refused(await federation.rui.post(seats, **form)) == (403, "organizers_only")
    assert refused(await federation.lee.post(seats, **form)) == (404, "not_found")
    assert refused(await federation.olga.post(seats, **{**form, "email": "no address"})) == (422, "no_email")
    assert refused(await federation.olga.post(seats, **{**form, "name": "  "})) == (422, "invalid")
    assert await invitations(federation) == []
