"""Those who wait for a room's next session."""

import sqlalchemy as sa
from alembic import op

from roundtable.database.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "carried_entry",
        sa.Column("session_id", sa.String(64), nullable=False),
        sa.Column("entry_id", sa.String(16), nullable=False),
        sa.Column("room_id", sa.String(64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_turn", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("club", sa.Text(), nullable=True),
        sa.Column("participant_id", sa.String(64), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "entry_id", name="pk_carried_entry"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], ondelete="CASCADE", name="fk_carried_entry_session_id_live_session"
        ),
    )
    op.create_index("ix_carried_entry_room_id", "carried_entry", ["room_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_carried_entry_room_id", "carried_entry")
    op.drop_table("carried_entry")
