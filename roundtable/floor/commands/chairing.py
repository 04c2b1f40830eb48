"""What moderators may ask of mode, order, stage and gavel; and support without the floor."""

from typing import ClassVar, Final, Literal

from roundtable.kernel.actors import MODERATING, SPEAKING
from roundtable.kernel.floor_settings import Bound, EntriesPerKind, FloorMode, GraceSeconds, Limits, Policy
from roundtable.kernel.messages import ClientCommand, ParticipantRef


class SetMode(ClientCommand):
    """Change who may publish."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.set_mode"] = "floor.set_mode"
    mode: FloorMode


class Configure(ClientCommand):
    """Change order and clock."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.configure"] = "floor.configure"
    policy: Policy | None = None
    bound: Bound | None = None
    limits: Limits | None = None
    warning: GraceSeconds | None = None
    hard_stop: bool | None = None
    call_grace: GraceSeconds | None = None
    absence_grace: GraceSeconds | None = None
    entries_per_kind: EntriesPerKind | None = None


class SetPresenter(ClientCommand):
    """Put somebody on the stage, or take them off it."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.set_presenter"] = "floor.set_presenter"
    participant: ParticipantRef
    presenting: bool


class PassGavel(ClientCommand):
    """Hand the gavel to another moderator; by its holder, or by anybody who moderates if nobody holds it."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.pass_gavel"] = "floor.pass_gavel"
    participant: ParticipantRef


class TakeGavel(ClientCommand):
    """Take the gavel that is offered, or that nobody holds. A host may always."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.take_gavel"] = "floor.take_gavel"


class Support(ClientCommand):
    """`+1 from our club` on the current topic, or take it back."""

    allowed: ClassVar = SPEAKING
    type: Literal["floor.support"] = "floor.support"
    on: bool


COMMANDS: Final = (SetMode, Configure, SetPresenter, PassGavel, TakeGavel, Support)
