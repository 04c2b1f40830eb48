"""What clubs do, on their pages: only in series that are the reader's too."""

from datetime import UTC, datetime

from tests.roundtable.series.federation import FIRST, Federation
from tests.roundtable.series.test_doors import end, enter

EMPTY: dict[str, list[object]] = {"seats": [], "next": [], "past": []}


async def test_a_club_shows_who_speaks_what_is_next_and_what_was(federation: Federation) -> None:
    series = (await federation.plan())["id"]
    slug = (await federation.olga.get(f"/api/series/{series}")).body["slug"]
    await federation.seat(series, federation.shenzhen, "rui")
    federation.wait_until(datetime(2026, 11, 25, 12, 0, tzinfo=UTC))
    session = await enter(federation, federation.olga, slug)
    await end(federation, session)
    federation.wait_until(datetime(2026, 11, 25, 15, 0, tzinfo=UTC))
    for path in (f"/api/clubs/{federation.shenzhen}", f"/api/campuses/{federation.campuses[0]}"):
        shown = (await federation.rui.get(f"{path}/activity")).body
        assert [(one["title"], one["person"]["name"], one["kind"]) for one in shown["seats"]] == [
            ("Sync", "Rui", "principal")
        ]
        assert [one["start"] for one in shown["next"]][:1] == ["2026-12-09T12:00:00.000Z"]
        assert [(one["key"], one["session_id"]) for one in shown["past"]] == [(FIRST, session)]
        assert (await federation.ada.get(f"{path}/activity")).body == shown
        assert (await federation.lee.get(f"{path}/activity")).body == EMPTY
    assert (await federation.rui.get(f"/api/clubs/{federation.berlin}/activity")).body == EMPTY
