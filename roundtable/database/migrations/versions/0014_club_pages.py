"""Pages, logos and officers of clubs."""

import sqlalchemy as sa
from alembic import op

from roundtable.database.types import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ID = sa.String(64)


def _of_club(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["club_id"], ["club.id"], ondelete="CASCADE", name=f"fk_{table}_club_id_club")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "club_page",
        sa.Column("club_id", _ID, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("club_id", name="pk_club_page"),
        _of_club("club_page"),
    )
    op.create_table(
        "club_logo",
        sa.Column("club_id", _ID, nullable=False),
        sa.Column("media_type", sa.String(20), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("club_id", name="pk_club_logo"),
        _of_club("club_logo"),
    )
    op.create_table(
        "club_officer",
        sa.Column("club_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("by", _ID, nullable=False),
        sa.PrimaryKeyConstraint("club_id", "person_id", name="pk_club_officer"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], ondelete="CASCADE", name="fk_club_officer_person_id_person"
        ),
        _of_club("club_officer"),
    )
    op.create_index("ix_club_officer_person_id", "club_officer", ["person_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("club_officer")
    op.drop_table("club_logo")
    op.drop_table("club_page")
