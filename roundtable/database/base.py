"""The base of all tables. Constraints have predictable names, because migrations must be able to drop them."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase

from roundtable.database.types import UtcDateTime

ID_LENGTH = 64
"""Longer than any id, so that a column never has to change for one."""

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Id = String(ID_LENGTH)
"""The type of every column that holds an id."""


class Base(DeclarativeBase):
    """Each slice declares its tables in `tables.py`, from this."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime(), str: Text()}
