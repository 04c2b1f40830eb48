"""The list of what the product is made of: a new live feature is one line in `LIVE_SLICES`."""

from typing import Final

import roundtable.calendars.resources as calendars
import roundtable.chat.messages as chat
import roundtable.clubs.messages as clubs
import roundtable.gateway.codes as gateway
import roundtable.http.codes as http
import roundtable.mail.messages as mail
import roundtable.people.messages as people
import roundtable.people.openid.messages as openid
import roundtable.personal.resources as personal
import roundtable.polls.resources as polls
import roundtable.rooms.resources as rooms
import roundtable.series.resources as series
from roundtable.floor.live_slice import FloorSlice
from roundtable.kernel.slice import AnySlice
from roundtable.rooms.live_slice import RoomsSlice

LIVE_SLICES: Final[tuple[AnySlice, ...]] = (RoomsSlice(), FloorSlice())

OTHER_REFUSALS: Final[tuple[tuple[str, ...], ...]] = (
    calendars.REFUSALS,
    chat.REFUSALS,
    clubs.REFUSALS,
    gateway.REFUSALS,
    http.REFUSALS,
    mail.REFUSALS,
    openid.REFUSALS,
    people.REFUSALS,
    personal.REFUSALS,
    polls.REFUSALS,
    rooms.REFUSALS,
    series.REFUSALS,
)
"""Codes of subjects that are no live slice; the client needs a sentence for each."""
