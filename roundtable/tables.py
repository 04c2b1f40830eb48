"""All tables there are: importing this module fills `Base.metadata`. One line for each slice that has rows."""

from typing import Final

import roundtable.chat.tables
import roundtable.database.event_log

MODULES: Final = (
    roundtable.database.event_log,
    roundtable.chat.tables,
)
