"""The plumbing does not care which database lies below: one kind is enough here."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from roundtable.database import Database
from tests.roundtable.house import House, opened


@pytest.fixture
async def sqlite_database(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """A migrated SQLite database."""
    path = tmp_path / "house.sqlite3"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    await database.close()


@pytest.fixture
async def house(sqlite_database: Database) -> AsyncIterator[House]:
    """The HTTP interface on SQLite."""
    async with opened(sqlite_database) as house:
        yield house
