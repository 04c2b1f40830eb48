"""The codes of the floor's refusals. The client has a sentence for each."""

from typing import Final

REFUSALS: Final = (
    "already_waiting",
    "closed",
    "gavel_held",
    "item_begun",
    "needs_confirmation",
    "no_club",
    "no_such_attendee",
    "no_such_club",
    "no_such_entry",
    "no_such_item",
    "no_such_venue",
    "no_topic",
    "not_a_moderator",
    "not_your_entry",
    "not_your_turn",
    "nobody_waits",
    "nothing_over",
    "people_waiting",
    "queue_full",
    "too_many_attendees",
    "too_many_items",
    "too_many_venues",
    "top_withdrew",
    "turn_over",
)
