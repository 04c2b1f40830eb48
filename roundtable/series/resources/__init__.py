"""What the HTTP interface takes and gives about series: one file for each noun."""

from typing import Final

REFUSALS: Final = (
    "changed_meanwhile",
    "first_date",
    "last_organizer",
    "moved_too_far",
    "no_such_person",
    "no_such_session",
    "not_your_club",
    "organizers_only",
    "person_or_email",
    "principal_taken",
    "rule_empty",
    "same_person",
    "seat_taken",
    "series_ended",
    "session_cancelled",
    "session_opened",
    "session_over",
    "start_off_rule",
    "starts_too_early",
    "term_backwards",
    "too_many_roles",
    "too_many_seats",
    "too_many_series",
    "unknown_club",
    "would_lose",
)
