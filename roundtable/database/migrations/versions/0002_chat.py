"""Chat: messages and the reactions under them."""

import sqlalchemy as sa
from alembic import op

from roundtable.database.types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "chat_message",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("session_id", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("club", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_chat_message"),
        sa.UniqueConstraint("session_id", "seq", name="uq_chat_message_session_id_seq"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], ondelete="CASCADE", name="fk_chat_message_session_id_live_session"
        ),
    )
    op.create_table(
        "chat_reaction",
        sa.Column("message_id", sa.String(64), nullable=False),
        sa.Column("participant_id", sa.String(64), nullable=False),
        sa.Column("emoji", sa.String(16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "participant_id", "emoji", name="pk_chat_reaction"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["chat_message.id"], ondelete="CASCADE", name="fk_chat_reaction_message_id_chat_message"
        ),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("chat_reaction")
    op.drop_table("chat_message")
