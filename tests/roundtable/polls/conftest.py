"""A federation for each test, on each kind of database."""

import pytest

from tests.roundtable.house import House
from tests.roundtable.series.federation import Federation, founded


@pytest.fixture
async def federation(house: House) -> Federation:
    """Clubs on three campuses, and Olga who organizes."""
    return await founded(house)
