"""What is done with a provider does not care which database lies below; what is kept of it is tested on both."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from roundtable.database import Database


@pytest.fixture
async def sqlite_database(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """A migrated SQLite database."""
    path = tmp_path / "openid.sqlite3"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    await database.close()
