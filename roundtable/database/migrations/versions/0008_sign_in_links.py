"""Links to sign in: digests only."""

import sqlalchemy as sa
from alembic import op

from roundtable.database.types import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "sign_in_link",
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_digest", name="pk_sign_in_link"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_sign_in_link_person_id_person", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_sign_in_link_person_id", "sign_in_link", ["person_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_sign_in_link_person_id", "sign_in_link")
    op.drop_table("sign_in_link")
