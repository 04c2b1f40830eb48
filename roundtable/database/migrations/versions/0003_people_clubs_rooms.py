"""People and their sign-ins, campuses and clubs, rooms."""

import sqlalchemy as sa
from alembic import op

from roundtable.database.types import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of three slices."""
    _create_people()
    _create_sign_ins()
    _create_clubs()
    _create_rooms()


def _create_people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("club_id", sa.String(64), nullable=True),
        sa.Column("administrator", sa.Boolean(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email", name="uq_person_email"),
    )
    op.create_table(
        "first_start",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_first_start"),
    )
    op.create_table(
        "welcome",
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_welcome"),
        sa.UniqueConstraint("token_digest", name="uq_welcome_token_digest"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE", name="fk_welcome_person_id_person"),
    )


def _create_sign_ins() -> None:
    op.create_table(
        "guest",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("club_id", sa.String(64), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_guest"),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(64), nullable=True),
        sa.Column("guest_id", sa.String(64), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.UniqueConstraint("token_digest", name="uq_sign_in_token_digest"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE", name="fk_sign_in_person_id_person"),
        sa.ForeignKeyConstraint(["guest_id"], ["guest.id"], ondelete="CASCADE", name="fk_sign_in_guest_id_guest"),
    )
    op.create_index("ix_sign_in_person_id", "sign_in", ["person_id"])
    op.create_index("ix_sign_in_guest_id", "sign_in", ["guest_id"])
    op.create_index("ix_sign_in_last_seen_at", "sign_in", ["last_seen_at"])


def _create_clubs() -> None:
    op.create_table(
        "campus",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name_zh", sa.String(100), nullable=False),
        sa.Column("name_en", sa.String(100), nullable=False),
        sa.Column("city_zh", sa.String(100), nullable=False),
        sa.Column("city_en", sa.String(100), nullable=False),
        sa.Column("zone", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_campus"),
        sa.UniqueConstraint("name_zh", name="uq_campus_name_zh"),
    )
    op.create_table(
        "club",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("campus_id", sa.String(64), nullable=False),
        sa.Column("name_zh", sa.String(100), nullable=False),
        sa.Column("name_en", sa.String(100), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_club"),
        sa.UniqueConstraint("campus_id", "name_zh", name="uq_club_campus_id_name_zh"),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name="fk_club_campus_id_campus"),
    )


def _create_rooms() -> None:
    op.create_table(
        "room",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("slug", sa.String(64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("host_id", sa.String(64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_room"),
        sa.UniqueConstraint("slug", name="uq_room_slug"),
    )
    op.create_index("ix_room_host_id", "room", ["host_id"])
    op.create_table(
        "room_moderator",
        sa.Column("room_id", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("room_id", "person_id", name="pk_room_moderator"),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], ondelete="CASCADE", name="fk_room_moderator_room_id_room"),
    )
    op.create_index("ix_room_moderator_person_id", "room_moderator", ["person_id"])
    op.create_table(
        "room_visit",
        sa.Column("room_id", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("room_id", "person_id", name="pk_room_visit"),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], ondelete="CASCADE", name="fk_room_visit_room_id_room"),
    )
    op.create_index("ix_room_visit_person_id", "room_visit", ["person_id"])


def downgrade() -> None:
    """Drop them, those that refer to others first."""
    for table in (
        "room_visit", "room_moderator", "room", "club", "campus", "sign_in", "guest", "welcome", "first_start",
        "person",
    ):  # fmt: skip
        op.drop_table(table)
