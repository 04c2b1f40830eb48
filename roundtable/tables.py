"""All tables there are: importing this module fills `Base.metadata`. One line for each slice that has rows.

And what slices write of their own along with the log.
"""

from typing import Final

import roundtable.calendars.tables
import roundtable.chat.tables
import roundtable.clubs.pages.tables
import roundtable.clubs.tables
import roundtable.database.event_log
import roundtable.floor.tables
import roundtable.jobs.tables
import roundtable.people.api_tokens.tables
import roundtable.people.history.tables
import roundtable.people.openid.tables
import roundtable.people.tables
import roundtable.polls.tables
import roundtable.rooms.tables
import roundtable.series.tables
from roundtable.chat.tables import delete_unkept
from roundtable.database.event_log import Recorder
from roundtable.floor.tables import carry_over
from roundtable.rooms.tables import note_attendance
from roundtable.series.tables.held import note_opened

MODULES: Final = (
    roundtable.database.event_log,
    roundtable.calendars.tables,
    roundtable.chat.tables,
    roundtable.clubs.tables,
    roundtable.clubs.pages.tables,
    roundtable.floor.tables,
    roundtable.jobs.tables,
    roundtable.people.tables,
    roundtable.people.api_tokens.tables,
    roundtable.people.history.tables,
    roundtable.people.openid.tables,
    roundtable.polls.tables,
    roundtable.rooms.tables,
    roundtable.series.tables,
)

RECORDERS: Final[tuple[Recorder, ...]] = (delete_unkept, carry_over, note_opened, note_attendance)
"""Write rows in the transaction of every batch of events."""
