"""Series: roles, seats, dates, answers."""

import sqlalchemy as sa
from alembic import op

from roundtable.database.types import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.String(64)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "series",
        sa.Column("id", _ID, nullable=False),
        sa.Column("slug", sa.String(64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("doors_minutes", sa.Integer(), nullable=False),
        sa.Column("room_id", _ID, nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("created_by", _ID, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("preceded_by", _ID, nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name="fk_series_room_id_room"),
        sa.ForeignKeyConstraint(["preceded_by"], ["series.id"], name="fk_series_preceded_by_series"),
    )
    op.create_index("ix_series_room_id", "series", ["room_id"])
    op.create_index("ix_series_preceded_by", "series", ["preceded_by"])
    _create_people()
    _create_dates()


def _create_people() -> None:
    op.create_table(
        "series_role",
        sa.Column("series_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("series_id", "person_id", "role", name="pk_series_role"),
        _belongs("series_role"),
    )
    op.create_index("ix_series_role_person_id", "series_role", ["person_id"])
    op.create_table(
        "seat",
        sa.Column("id", _ID, nullable=False),
        sa.Column("series_id", _ID, nullable=False),
        sa.Column("club_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_seat"),
        _belongs("seat"),
        sa.ForeignKeyConstraint(["club_id"], ["club.id"], name="fk_seat_club_id_club"),
    )
    for column in ("series_id", "club_id", "person_id"):
        op.create_index(f"ix_seat_{column}", "seat", [column])
    op.create_table(
        "seat_event",
        sa.Column("id", _ID, nullable=False),
        sa.Column("seat_id", _ID, nullable=False),
        sa.Column("series_id", _ID, nullable=False),
        sa.Column("club_id", _ID, nullable=False),
        sa.Column("act", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("from_person", _ID, nullable=True),
        sa.Column("to_person", _ID, nullable=True),
        sa.Column("by", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seat_event"),
        _belongs("seat_event"),
    )
    op.create_index("ix_seat_event_series_id", "seat_event", ["series_id"])


def _create_dates() -> None:
    op.create_table(
        "session_override",
        *_key(),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series_id", "key", name="pk_session_override"),
        _belongs("session_override"),
    )
    op.create_table(
        "session_date",
        *_key(),
        *_times(),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("series_id", "key", name="pk_session_date"),
        _belongs("session_date"),
    )
    op.create_index("ix_session_date_start_at", "session_date", ["start_at"])
    op.create_index("ix_session_date_series_id_end_at", "session_date", ["series_id", "end_at"])
    op.create_table(
        "session_response",
        *_key(),
        sa.Column("club_id", _ID, nullable=False),
        sa.Column("answer", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("series_id", "key", "club_id", name="pk_session_response"),
        _belongs("session_response"),
        sa.ForeignKeyConstraint(["club_id"], ["club.id"], name="fk_session_response_club_id_club"),
    )
    op.create_table(
        "series_session",
        *_key(),
        sa.Column("session_id", _ID, nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        *_times(),
        sa.PrimaryKeyConstraint("series_id", "key", "session_id", name="pk_series_session"),
        _belongs("series_session"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], ondelete="CASCADE", name="fk_series_session_session_id_live_session"
        ),
    )
    op.create_index("ix_series_session_session_id", "series_session", ["session_id"])


def _key() -> list[sa.Column[str]]:
    return [sa.Column("series_id", _ID, nullable=False), sa.Column("key", sa.String(16), nullable=False)]


def _times() -> list[sa.Column[object]]:
    return [
        sa.Column("start_at", UtcDateTime(), nullable=False),
        sa.Column("end_at", UtcDateTime(), nullable=False),
        sa.Column("zone", sa.String(60), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
    ]


def _belongs(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_series_id_series"
    return sa.ForeignKeyConstraint(["series_id"], ["series.id"], ondelete="CASCADE", name=name)


def downgrade() -> None:
    """Drop them, those that refer to others first."""
    for table in (
        "series_session", "session_response", "session_date", "session_override", "seat_event", "seat", "series_role",
        "series",
    ):  # fmt: skip
        op.drop_table(table)
