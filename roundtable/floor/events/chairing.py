"""What has happened to mode, order, stage, gavel and support."""

from datetime import datetime
from typing import Final, Literal

from roundtable.kernel.floor_settings import FloorMode, FloorSettings
from roundtable.kernel.messages import ClubFacts, Event, ParticipantRef


class ModeSet(Event):
    """Others may publish from now on."""

    type: Literal["floor.mode_set"] = "floor.mode_set"
    mode: FloorMode
    by: ParticipantRef
    at: datetime


class FloorConfigured(Event):
    """The settings are these from now on."""

    type: Literal["floor.configured"] = "floor.configured"
    settings: FloorSettings
    by: ParticipantRef
    at: datetime


class PresenterSet(Event):
    """Somebody is on the stage, or no longer."""

    type: Literal["floor.presenter_set"] = "floor.presenter_set"
    participant: ParticipantRef
    presenting: bool
    by: ParticipantRef
    at: datetime


class GavelPassed(Event):
    """Somebody holds the gavel, or nobody."""

    type: Literal["floor.gavel_passed"] = "floor.gavel_passed"
    participant: ParticipantRef | None = None
    by: ParticipantRef | None = None
    """Absent where the server did it: the first moderator who came, or the holder who may no longer moderate."""
    at: datetime


class GavelOffered(Event):
    """The holder is gone for too long; somebody may take it."""

    type: Literal["floor.gavel_offered"] = "floor.gavel_offered"
    participant: ParticipantRef
    at: datetime


class ClubSupported(Event):
    """A club supports the current topic, or no longer."""

    type: Literal["floor.club_supported"] = "floor.club_supported"
    club: ClubFacts
    on: bool
    by: ParticipantRef
    at: datetime


EVENTS: Final = (ModeSet, FloorConfigured, PresenterSet, GavelPassed, GavelOffered, ClubSupported)
