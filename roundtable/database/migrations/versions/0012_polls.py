"""Polls of availability."""

import sqlalchemy as sa
from alembic import op

from roundtable.database.types import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ID = sa.String(64)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "poll",
        sa.Column("id", _ID, nullable=False),
        sa.Column("slug", sa.String(64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(60), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("repeats", sa.String(16), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("created_by", _ID, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("chosen", sa.String(16), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_poll"),
        sa.UniqueConstraint("slug", name="uq_poll_slug"),
    )
    op.create_index("ix_poll_created_by_created_at", "poll", ["created_by", "created_at"])
    op.create_table(
        "poll_club",
        *_of_club(),
        sa.PrimaryKeyConstraint("poll_id", "club_id", name="pk_poll_club"),
        *_belongs("poll_club"),
    )
    op.create_index("ix_poll_club_club_id", "poll_club", ["club_id"])
    op.create_table(
        "poll_answer",
        *_of_club(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("poll_id", "club_id", "number", name="pk_poll_answer"),
        *_belongs("poll_answer"),
    )
    op.create_index("ix_poll_answer_club_id", "poll_answer", ["club_id"])


def _of_club() -> list[sa.Column[str]]:
    return [sa.Column("poll_id", _ID, nullable=False), sa.Column("club_id", _ID, nullable=False)]


def _belongs(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], ondelete="CASCADE", name=f"fk_{table}_poll_id_poll"),
        sa.ForeignKeyConstraint(["club_id"], ["club.id"], ondelete="CASCADE", name=f"fk_{table}_club_id_club"),
    ]


def downgrade() -> None:
    """Drop them."""
    for table in ("poll_answer", "poll_club", "poll"):
        op.drop_table(table)
