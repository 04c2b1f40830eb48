"""Identities at OpenID providers, attempts to sign in with one, and the history of sign-ins."""

import sqlalchemy as sa
from alembic import op

from roundtable.database.types import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ID = sa.String(64)


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_person_id_person"
    return sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE", name=name)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "identity",
        sa.Column("id", _ID, nullable=False),
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_identity"),
        sa.UniqueConstraint("issuer", "subject", name="uq_identity_issuer_subject"),
        _of_person("identity"),
    )
    op.create_index("ix_identity_person_id", "identity", ["person_id"])
    op.create_table(
        "openid_attempt",
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("next", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_digest", name="pk_openid_attempt"),
        _of_person("openid_attempt"),
    )
    op.create_index("ix_openid_attempt_person_id", "openid_attempt", ["person_id"])
    op.create_index("ix_openid_attempt_created_at", "openid_attempt", ["created_at"])
    op.create_table(
        "sign_in_entry",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("how", sa.String(20), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_entry"),
        _of_person("sign_in_entry"),
    )
    op.create_index("ix_sign_in_entry_person_id_at", "sign_in_entry", ["person_id", "at"])
    op.create_index("ix_sign_in_entry_at", "sign_in_entry", ["at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("sign_in_entry")
    op.drop_table("openid_attempt")
    op.drop_table("identity")
