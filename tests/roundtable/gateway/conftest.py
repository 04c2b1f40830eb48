from collections.abc import AsyncIterator

import pytest

from tests.roundtable.gateway.table import Table, running_table


@pytest.fixture
async def table() -> AsyncIterator[Table]:
    async with running_table() as running:
        yield running
