"""People: their zone, and which letters they want."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; so far everybody wants everything."""
    op.add_column("person", sa.Column("zone", sa.String(60), nullable=True))
    for name in ("mail_reminders", "mail_invitations"):
        op.add_column("person", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    """Drop them."""
    for name in ("mail_invitations", "mail_reminders", "zone"):
        op.drop_column("person", name)
