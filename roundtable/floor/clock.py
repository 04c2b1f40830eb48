"""The arithmetic of a turn's clock. Pure: every moment is an argument.

A clock is what it had counted when it last stood still, and since when it runs again. So a restart loses nothing, and
clients count on without being told each second.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from roundtable.floor.state import FloorState, Turn
from roundtable.kernel.floor_settings import FloorSettings

MILLISECOND: Final = timedelta(milliseconds=1)


def moment(state: FloorState, now: datetime) -> datetime:
    """Return when something happens that happens now: never before anything that has happened.

    The machine's clock may be set back; then time stands still on the floor until it has caught up.
    """
    return max(now, state.latest)


def elapsed_ms(since: datetime, until: datetime) -> int:
    """Return whole milliseconds; never less than none."""
    return max(0, (until - since) // MILLISECOND)


def used_ms(turn: Turn, at: datetime) -> int:
    """Return what the clock shows at a moment, pauses left out."""
    return turn.used_ms + (0 if turn.running_since is None else elapsed_ms(turn.running_since, at))


def run(turn: Turn, at: datetime) -> Turn:
    """Let the clock run, if nothing holds it: before the turn began, an open pause, that it runs already."""
    if not turn.began or turn.paused or turn.running_since is not None:
        return turn
    return replace(turn, running_since=at)


def stand_still(turn: Turn, at: datetime) -> Turn:
    """Stop the clock and keep what it has counted."""
    if turn.running_since is None:
        return turn
    return replace(turn, used_ms=used_ms(turn, at), running_since=None)


def begins_by_itself_at(turn: Turn, settings: FloorSettings) -> datetime | None:
    """Return when the grace after the call is over; None if the turn has begun, or something holds it."""
    if turn.began or turn.paused:
        return None
    return (turn.ready_since or turn.called_at) + timedelta(seconds=settings.call_grace)


def is_missed_at(turn: Turn, settings: FloorSettings) -> datetime | None:
    """Return when the grace of an absent speaker is over; None if nobody is absent, or the moderator was asked."""
    if turn.absent_since is None or turn.is_missed:
        return None
    return turn.absent_since + timedelta(seconds=settings.absence_grace)


def time_is_up_at(turn: Turn, settings: FloorSettings) -> datetime | None:
    """Return when the turn ends by itself; None if it never does, or its clock stands still."""
    if not settings.hard_stop or turn.running_since is None:
        return None
    return turn.running_since + max(0, turn.limit_ms - turn.used_ms) * MILLISECOND
