"""Backups of a server on SQLite: one file with the database and the secret. PostgreSQL has its own tools."""

import os
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from roundtable.secrets import SECRETS_FILE
from roundtable.settings import Settings

DATABASE_MEMBER: Final = "roundtable.sqlite3"
_MOST_BYTES: Final = 64 * 1024**3
_POSTGRESQL: Final = (
    "The database is PostgreSQL: save it with `pg_dump --format=custom`, restore it with `pg_restore`, "
    "and keep the file `secrets` of the data directory with it."
)


class BackupRefused(Exception):
    """Nothing was written; the message is a sentence for people."""


def saved(settings: Settings, target: Path) -> None:
    """Write a backup, readable by its owner alone. The server may go on; the copy is of one moment."""
    database = _file_of(settings)
    if not database.is_file():
        raise BackupRefused(f"There is no database at {database}.")
    if target.exists():
        raise BackupRefused(f"{target} is there already.")
    with tempfile.TemporaryDirectory(dir=target.absolute().parent) as directory:
        copy = Path(directory) / DATABASE_MEMBER
        _copied(database, copy)
        draft = Path(directory) / "draft"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            _pack(zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED), copy, settings.data / SECRETS_FILE)
        os.link(draft, target)


def restored(settings: Settings, source: Path) -> None:
    """Put a backup into a data directory that has neither database nor secret."""
    database, secret = _file_of(settings), settings.data / SECRETS_FILE
    taken = [path for path in (database, secret) if path.exists()]
    if taken:
        raise BackupRefused(f"{taken[0]} is there already: restore into an empty data directory.")
    settings.data.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(source) as archive:
            _unpack(archive, DATABASE_MEMBER, database)
            if SECRETS_FILE in archive.namelist():
                _unpack(archive, SECRETS_FILE, secret)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise BackupRefused(f"{source} is no backup of ours: {error}") from error
    _check(database)


def _file_of(settings: Settings) -> Path:
    scheme, _, path = settings.database.partition(":///")
    if not scheme.startswith("sqlite"):
        raise BackupRefused(_POSTGRESQL)
    return Path(path)


def _copied(database: Path, copy: Path) -> None:
    """Use SQLite's own backup: it takes one consistent state while others write."""
    source, target = sqlite3.connect(f"file:{database}?mode=ro", uri=True), sqlite3.connect(copy)
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()


def _pack(archive: zipfile.ZipFile, database: Path, secret: Path) -> None:
    with archive:
        archive.write(database, DATABASE_MEMBER)
        if secret.is_file():
            archive.write(secret, SECRETS_FILE)


def _unpack(archive: zipfile.ZipFile, member: str, target: Path) -> None:
    """Write one known member to a place of our choice: names in an archive decide nothing."""
    if archive.getinfo(member).file_size > _MOST_BYTES:
        raise BackupRefused(f"{member} is too large.")
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file, archive.open(member) as content:
        while part := content.read(1024 * 1024):
            file.write(part)


def _check(database: Path) -> None:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        answer = connection.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise BackupRefused(f"The database in the backup is damaged: {error}") from error
    finally:
        connection.close()
    if answer != ("ok",):
        raise BackupRefused("The database in the backup is damaged.")
