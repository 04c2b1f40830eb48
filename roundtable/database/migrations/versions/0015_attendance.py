"""Who has been in which session with their account: found without reading the logs of all sessions."""

import json
from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ID: Final = sa.String(64)
_SESSIONS: Final = sa.table("live_session", sa.column("id"))
_EVENTS: Final = sa.table("session_event", sa.column("session_id"), sa.column("kind"), sa.column("payload"))
_AT_ONCE: Final = 200
"""Sessions whose arrivals are in memory together."""


def upgrade() -> None:
    """Create the table, and fill it from the logs there are."""
    attendance = op.create_table(
        "attendance",
        sa.Column("session_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("session_id", "person_id", name="pk_attendance"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], ondelete="CASCADE", name="fk_attendance_session_id_live_session"
        ),
    )
    op.create_index("ix_attendance_person_id", "attendance", ["person_id"])
    connection = op.get_bind()
    sessions = list(connection.execute(sa.select(_SESSIONS.c.id).order_by(_SESSIONS.c.id)).scalars())
    for place in range(0, len(sessions), _AT_ONCE):
        if rows := _attended(connection, sessions[place : place + _AT_ONCE]):
            connection.execute(sa.insert(attendance), rows)


def _attended(connection: sa.Connection, sessions: Sequence[str]) -> list[dict[str, str]]:
    """Read whom the logs of some sessions name, each once."""
    arrived = (_EVENTS.c.kind == "rooms.arrived") & _EVENTS.c.session_id.in_(sessions)
    found = connection.execute(sa.select(_EVENTS.c.session_id, _EVENTS.c.payload).where(arrived))
    named = {(session, json.loads(payload).get("visitor", {}).get("person")) for session, payload in found}
    return [{"session_id": session, "person_id": person} for session, person in named if person]


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_attendance_person_id", "attendance")
    op.drop_table("attendance")
