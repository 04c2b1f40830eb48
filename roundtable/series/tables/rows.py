"""The tables of series."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from roundtable.database import Base
from roundtable.database.base import Id

_WORD: Final = String(16)
_KEY: Final = String(16)
_ZONE: Final = String(60)


class SeriesRow(Base):
    """See `model.Series`."""

    __tablename__ = "series"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(64))
    title: Mapped[str]
    about: Mapped[str]
    schedule: Mapped[str]
    doors_minutes: Mapped[int]
    room_id: Mapped[str] = mapped_column(Id, ForeignKey("room.id"), index=True)
    language: Mapped[str] = mapped_column(String(10))
    created_by: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime]
    sequence: Mapped[int]
    preceded_by: Mapped[str | None] = mapped_column(Id, ForeignKey("series.id"), index=True)
    ended_at: Mapped[datetime | None]


class SeriesRoleRow(Base):
    """See `model.RoleHolder`."""

    __tablename__ = "series_role"

    series_id: Mapped[str] = mapped_column(Id, ForeignKey("series.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, primary_key=True, index=True)
    role: Mapped[str] = mapped_column(_WORD, primary_key=True)


class SeatRow(Base):
    """See `model.Seat`."""

    __tablename__ = "seat"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    series_id: Mapped[str] = mapped_column(Id, ForeignKey("series.id", ondelete="CASCADE"), index=True)
    club_id: Mapped[str] = mapped_column(Id, ForeignKey("club.id"), index=True)
    person_id: Mapped[str] = mapped_column(Id, index=True)
    kind: Mapped[str] = mapped_column(_WORD)
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    ended_at: Mapped[datetime | None]


class SeatEventRow(Base):
    """See `model.SeatEvent`. Never changed."""

    __tablename__ = "seat_event"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    seat_id: Mapped[str] = mapped_column(Id)
    series_id: Mapped[str] = mapped_column(Id, ForeignKey("series.id", ondelete="CASCADE"), index=True)
    club_id: Mapped[str] = mapped_column(Id)
    act: Mapped[str] = mapped_column(_WORD)
    kind: Mapped[str] = mapped_column(_WORD)
    from_person: Mapped[str | None] = mapped_column(Id)
    to_person: Mapped[str | None] = mapped_column(Id)
    by: Mapped[str] = mapped_column(Id)
    at: Mapped[datetime]


class SessionOverrideRow(Base):
    """What is different about one date: `schedule.Override` as JSON."""

    __tablename__ = "session_override"

    series_id: Mapped[str] = mapped_column(Id, ForeignKey("series.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(_KEY, primary_key=True)
    changed: Mapped[str]
    sequence: Mapped[int]


class SessionDateRow(Base):
    """See `model.PlannedDate`: the dates near to now, made anew with every edit and once a day."""

    __tablename__ = "session_date"

    series_id: Mapped[str] = mapped_column(Id, ForeignKey("series.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(_KEY, primary_key=True)
    start_at: Mapped[datetime] = mapped_column(index=True)
    end_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(_ZONE)
    cancelled: Mapped[bool]
    moved: Mapped[bool]
    title: Mapped[str | None]


class SessionResponseRow(Base):
    """See `model.Response`."""

    __tablename__ = "session_response"

    series_id: Mapped[str] = mapped_column(Id, ForeignKey("series.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(_KEY, primary_key=True)
    club_id: Mapped[str] = mapped_column(Id, ForeignKey("club.id"), primary_key=True)
    answer: Mapped[str] = mapped_column(_WORD)
    note: Mapped[str]
    person_id: Mapped[str] = mapped_column(Id)
    at: Mapped[datetime]


class SeriesSessionRow(Base):
    """A live session held on a date of a series, and the date as it was then; see `model.Held`."""

    __tablename__ = "series_session"

    series_id: Mapped[str] = mapped_column(Id, ForeignKey("series.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(_KEY, primary_key=True)
    session_id: Mapped[str] = mapped_column(
        Id, ForeignKey("live_session.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    opened_at: Mapped[datetime]
    start_at: Mapped[datetime]
    end_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(_ZONE)
    moved: Mapped[bool]
    title: Mapped[str | None]


Index("ix_session_date_series_id_end_at", SessionDateRow.series_id, SessionDateRow.end_at)

SERIES: Any = SeriesRow.__table__
ROLES: Any = SeriesRoleRow.__table__
SEATS: Any = SeatRow.__table__
SEAT_EVENTS: Any = SeatEventRow.__table__
OVERRIDES: Any = SessionOverrideRow.__table__
DATES: Any = SessionDateRow.__table__
RESPONSES: Any = SessionResponseRow.__table__
HELD: Any = SeriesSessionRow.__table__
