"""Live sessions: their facts, their events, their accepted commands."""

import sqlalchemy as sa
from alembic import op

from roundtable.database.types import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the three tables of the log."""
    op.create_table(
        "live_session",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("room_id", sa.String(64), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_live_session"),
    )
    op.create_index("ix_live_session_room_id", "live_session", ["room_id"])
    op.create_index(
        "uq_live_session_room_id_live",
        "live_session",
        ["room_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "session_event",
        sa.Column("session_id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "version", name="pk_session_event"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], ondelete="CASCADE", name="fk_session_event_session_id_live_session"
        ),
    )
    op.create_table(
        "session_command",
        sa.Column("session_id", sa.String(64), nullable=False),
        sa.Column("participant_id", sa.String(64), nullable=False),
        sa.Column("command_id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "participant_id", "command_id", name="pk_session_command"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], ondelete="CASCADE", name="fk_session_command_session_id_live_session"
        ),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("session_command")
    op.drop_table("session_event")
    op.drop_index("uq_live_session_room_id_live", "live_session")
    op.drop_index("ix_live_session_room_id", "live_session")
    op.drop_table("live_session")
