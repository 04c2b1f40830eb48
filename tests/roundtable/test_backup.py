"""A backup of a server that runs, and the way back."""

import sqlite3
import stat
import zipfile
from pathlib import Path

import pytest

from roundtable.backup import BackupRefused, restored, saved
from roundtable.database import Database, migrate
from roundtable.http.limits import Limits
from roundtable.kernel.clock import SystemClock
from roundtable.mail.accounts import AccountLetters
from roundtable.mail.outbox import Outbox
from roundtable.people.history.service import SignInHistory
from roundtable.people.service import People
from roundtable.people.sign_ins import SignIns
from roundtable.secrets import load_or_create
from roundtable.settings import Settings
from tests.roundtable.house import PASSWORD, quick_passwords


def people_of(database: Database) -> People:
    """The accounts of a database."""
    clock = SystemClock()
    sign_ins = SignIns(database, quick_passwords(), clock, SignInHistory(database, clock))
    letters = AccountLetters(Outbox(database, b"k" * 32, SystemClock()), "", is_set_up=False)
    return People(
        database, quick_passwords(), sign_ins, clock=clock, first_start_token="x", post=letters, limits=Limits()
    )


def settings_at(directory: Path) -> Settings:
    """Settings of a server with its data in a directory."""
    return Settings.model_validate({"data": directory, "database_url": None})


async def test_what_was_saved_while_the_server_runs_is_there_after_the_restore(tmp_path: Path) -> None:
    old, new = settings_at(tmp_path / "old"), settings_at(tmp_path / "new")
    secret = load_or_create(old.data).text("media")
    database = Database(old.database)
    await migrate.upgrade(database)
    await people_of(database).add_administrator("ada@example.org", PASSWORD, "Ada", "en")
    async with database.transaction():  # somebody writes at this moment
        saved(old, tmp_path / "backup.zip")
    await people_of(database).add_administrator("eve@example.org", PASSWORD, "Eve", "en")
    await database.close()
    restored(new, tmp_path / "backup.zip")
    assert load_or_create(new.data).text("media") == secret
    again = Database(new.database)
    await migrate.upgrade(again)
    assert await people_of(again).with_email("ada@example.org")
    assert await people_of(again).with_email("eve@example.org") is None
    await again.close()
    for path in (tmp_path / "backup.zip", new.data / "secrets", new.data / "roundtable.sqlite3"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 or path.suffix == ".sqlite3"


async def _saved(tmp_path: Path) -> Settings:
    settings = settings_at(tmp_path / "old")
    load_or_create(settings.data)
    database = Database(settings.database)
    await migrate.upgrade(database)
    await database.close()
    saved(settings, tmp_path / "backup.zip")
    return settings


async def test_nothing_is_overwritten(tmp_path: Path) -> None:
    settings = await _saved(tmp_path)
    with pytest.raises(BackupRefused, match="there already"):
        saved(settings, tmp_path / "backup.zip")
    with pytest.raises(BackupRefused, match="empty data directory"):
        restored(settings, tmp_path / "backup.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.zip", "old"]


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    settings = settings_at(tmp_path / "new")
    (tmp_path / "text.zip").write_text("no archive")
    with pytest.raises(BackupRefused, match="no backup"):
        restored(settings, tmp_path / "text.zip")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("../escaped", "x")
    with pytest.raises(BackupRefused, match="no backup"):
        restored(settings, tmp_path / "other.zip")
    assert not (tmp_path / "escaped").exists()


def test_a_damaged_database_is_noticed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("roundtable.sqlite3", b"SQLite format 3\0" + b"x" * 5000)
    with pytest.raises(BackupRefused, match="damaged"):
        restored(settings_at(tmp_path / "new"), tmp_path / "bad.zip")


def test_without_a_database_there_is_nothing_to_save(tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="no database"):
        saved(settings_at(tmp_path), tmp_path / "backup.zip")


def test_postgresql_has_its_own_tools(tmp_path: Path) -> None:
    settings = Settings.model_validate({"data": tmp_path, "database_url": "postgresql://db/roundtable"})
    for act in (saved, restored):
        with pytest.raises(BackupRefused, match="pg_dump"):
            act(settings, tmp_path / "backup.zip")


def test_the_copy_is_a_whole_database(tmp_path: Path) -> None:
    settings = settings_at(tmp_path / "old")
    settings.data.mkdir()
    writer = sqlite3.connect(settings.data / "roundtable.sqlite3")
    writer.executescript("PRAGMA journal_mode=WAL; CREATE TABLE t(x); INSERT INTO t VALUES (1);")
    saved(settings, tmp_path / "backup.zip")
    writer.close()
    restored(settings_at(tmp_path / "new"), tmp_path / "backup.zip")
    reader = sqlite3.connect(tmp_path / "new" / "roundtable.sqlite3")
    assert reader.execute("SELECT x FROM t").fetchall() == [(1,)]
    reader.close()
