"""The database: SQLite for one process, PostgreSQL for several. The same tables and the same tests for both."""

from roundtable.database.base import Base
from roundtable.database.engine import Connection, Database
from roundtable.database.types import UtcDateTime

__all__ = ["Base", "Connection", "Database", "UtcDateTime"]
