"""Who has been in which session with their account: found without reading the logs of all sessions."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ID: Final = sa.String(64)
_PERSON: Final = {
    "sqlite": "json_extract(payload, '$.visitor.person')",
    "postgresql": "CAST(payload AS json) -> 'visitor' ->> 'person'",
}
"""Whose arrival an event tells; nothing for a guest's."""


def upgrade() -> None:
    """Create the table, and fill it from the logs there are."""
    op.create_table(
        "attendance",
        sa.Column("session_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("session_id", "person_id", name="pk_attendance"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], ondelete="CASCADE", name="fk_attendance_session_id_live_session"
        ),
    )
    person: sa.ColumnElement[str | None] = sa.literal_column(_PERSON[op.get_bind().dialect.name])
    events = sa.table("session_event", sa.column("session_id"), sa.column("kind"))
    arrivals = sa.select(events.c.session_id, person).where(events.c.kind == "rooms.arrived", person.is_not(None))
    attendance = sa.table("attendance", sa.column("session_id"), sa.column("person_id"))
    op.execute(sa.insert(attendance).from_select(["session_id", "person_id"], arrivals.distinct()))
    op.create_index("ix_attendance_person_id", "attendance", ["person_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_attendance_person_id", "attendance")
    op.drop_table("attendance")
