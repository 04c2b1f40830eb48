"""A federation with a post office for each test, on each kind of database."""

from collections.abc import AsyncIterator

import pytest

from tests.roundtable.calendars.conftest import javascript
from tests.roundtable.house import House
from tests.roundtable.notices.post_office import PostOffice, post_office
from tests.roundtable.series.federation import founded

__all__ = ["javascript"]


@pytest.fixture
async def office(house: House) -> AsyncIterator[PostOffice]:
    """Its letters are read in English, as Ada and those whom she adds have it."""
    async with post_office(await founded(house)) as office:
        yield office
