"""Alive and ready."""

from roundtable.kernel.errors import Unavailable
from tests.roundtable.house import House


async def test_a_server_that_works_is_alive_and_ready(house: House) -> None:
    browser = house.browser()
    assert (await browser.get("/healthz")).status == 200
    answer = await browser.get("/readyz")
    assert (answer.status, answer.body) == (200, {"ready": True, "parts": {"database": True}})


async def test_without_its_database_it_is_alive_and_not_ready(house: House) -> None:
    async def gone() -> None:
        raise Unavailable("unavailable")

    house.health._checks["database"] = gone
    browser = house.browser()
    assert (await browser.get("/healthz")).status == 200
    answer = await browser.get("/readyz")
    assert (answer.status, answer.body) == (503, {"ready": False, "parts": {"database": False}})


async def test_a_server_that_stops_takes_no_more_work(house: House) -> None:
    house.health.stopping = True
    assert (await house.browser().get("/readyz")).status == 503
    assert (await house.browser().get("/healthz")).status == 200
