"""Every place in the database where a person stands, and what becomes of it when their account is deleted.

One list for all subjects. A test walks the tables, and fails for a column that may hold a person and is not here.
"""

from dataclasses import dataclass
from typing import Final, Literal

Fate = Literal["deleted", "neutral", "last", "letters"]
"""deleted: the row is · neutral: the row stays, of nobody · last: the account itself · letters: rows that name them."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A column that holds the id of a person."""

    table: str
    column: str
    fate: Fate
    exported: bool = True


TRACES: Final = (
    Trace("sign_in", "person_id", "deleted"),
    Trace("sign_in_entry", "person_id", "deleted"),
    Trace("sign_in_link", "person_id", "deleted"),
    Trace("welcome", "person_id", "deleted"),
    Trace("identity", "person_id", "deleted"),
    Trace("openid_attempt", "person_id", "deleted"),
    Trace("api_token", "person_id", "deleted"),
    Trace("calendar_feed", "person_id", "deleted"),
    Trace("room_moderator", "person_id", "deleted"),
    Trace("room_visit", "person_id", "deleted"),
    Trace("attendance", "person_id", "deleted"),
    Trace("room", "host_id", "neutral"),
    Trace("series_role", "person_id", "deleted"),
    Trace("seat", "person_id", "neutral"),
    Trace("seat_event", "from_person", "neutral"),
    Trace("seat_event", "to_person", "neutral"),
    Trace("seat_event", "by", "neutral"),
    Trace("series", "created_by", "neutral"),
    Trace("session_response", "person_id", "neutral"),
    Trace("club_officer", "person_id", "deleted"),
    Trace("club_officer", "by", "neutral"),
    Trace("invitation", "person_id", "deleted"),
    Trace("poll", "created_by", "neutral"),
    Trace("poll_answer", "person_id", "neutral"),
    Trace("first_start", "person_id", "neutral"),
    Trace("person", "id", "last"),
)
"""Those that are deleted stand before those they depend on."""

SECRET: Final = frozenset({"password", "token_digest", "digest"})
"""Columns that are in no export: digests of what opens something. Their owner could do nothing with them."""

BY_PARTICIPANT: Final = {
    ("session_command", "participant_id"): "a digest of session and person, which nobody can take back to the person",
    ("chat_message", "participant_id"): "what they wrote is emptied, their name replaced",
    ("chat_reaction", "participant_id"): "deleted",
    ("carried_entry", "participant_id"): "who waited for the next session waits no more",
    ("session_event", "payload"): "name and account are taken out of the log of each session",
    ("live_session", "facts"): "the same for who waited from the session before",
}
"""Where somebody stands as a participant of a session. While one is live its log stays as it is; see `Redaction`."""

OF_OTHERS: Final = {
    ("guest", "name"): "guests have no account",
    ("job", "payload"): "letters to the person and jobs about them are deleted, whatever their state",
    ("job", "unique_key"): "the same",
}
"""Columns that look as if they held a person."""
