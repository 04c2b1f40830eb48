"""Invitations: what the calendars of people know by our letters."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "invitation",
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("uid", sa.String(150), nullable=False),
        sa.Column("series_id", sa.String(64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(200), nullable=True),
        sa.Column("known", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", "uid", name="pk_invitation"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_invitation_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name="fk_invitation_series_id_series", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_invitation_series_id", "invitation", ["series_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_invitation_series_id", "invitation")
    op.drop_table("invitation")
