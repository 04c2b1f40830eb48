"""What is known of one person in a session, and of one ban, with what is seen of them.

Person, guest and address ids are in no view. A view is made once for each version of a seat, and shared.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Literal, cast

from roundtable.kernel.actors import MODERATING, Role
from roundtable.kernel.clock import as_text
from roundtable.kernel.grants import ALL_SOURCES, SOURCES, Grant, Source
from roundtable.kernel.ids import BanId, ConnectionId, ParticipantId
from roundtable.kernel.views import club_view
from roundtable.rooms.messages import Visitor
from roundtable.rooms.views import BanView, ParticipantView, StoppedView, WaitingView

Standing = Literal["waiting", "in", "left", "refused", "removed", "banned"]


@dataclass(frozen=True)
class Seat:
    """What is known of one participant. Views of it are made once for each version of the seat."""

    visitor: Visitor
    name: str
    standing: Standing
    role: Role
    since: datetime
    """When they knocked, or were admitted."""
    connection: ConnectionId | None = None
    node: str = ""
    away_since: datetime | None = None
    admitted: bool = False
    """Whether they were in before; such people need not knock again, unless they were removed."""
    sent_out: bool = False
    """Whether they were removed or banned and nobody has let them in since, whatever they did meanwhile."""
    role_given: bool = False
    """Whether a moderator chose the role; then it is kept when they come back."""
    stopped: frozenset[Source] = frozenset()

    @property
    def id(self) -> ParticipantId:
        """Return the participant."""
        return self.visitor.participant

    @property
    def is_in(self) -> bool:
        """Say whether they take part; being away for a moment changes nothing."""
        return self.standing == "in"

    @property
    def is_waiting(self) -> bool:
        """Say whether they are in the lobby."""
        return self.standing == "waiting"

    @property
    def is_moderating(self) -> bool:
        """Say whether this is a host or a moderator who is in."""
        return self.is_in and self.role in MODERATING

    @cached_property
    def shown(self) -> ParticipantView:
        """Return what all who are in see of them."""
        return participant_view(self)

    @cached_property
    def shown_waiting(self) -> WaitingView:
        """Return what moderators see of them while they wait."""
        return waiting_view(self)

    @cached_property
    def grants(self) -> tuple[Grant, Grant]:
        """Return what they may do where only moderators share screens, and where everybody does."""
        if self.role == "observer":
            silent = _grant(frozenset())
            return silent, silent
        open_sources = ALL_SOURCES - self.stopped
        closed = open_sources if self.role in MODERATING else open_sources - {"screen"}
        return _grant(closed), _grant(open_sources)


@dataclass(frozen=True)
class BanRecord:
    """Somebody who may not come back in this session."""

    id: BanId
    visitor: Visitor
    name: str
    at: datetime

    def covers(self, visitor: Visitor) -> bool:
        """Say whether this is the banned person, or a guest from where a banned guest was."""
        mine = self.visitor
        if visitor.participant == mine.participant:
            return True
        if mine.person is not None:
            return visitor.person == mine.person
        if mine.guest is not None and visitor.guest == mine.guest:
            return True
        return visitor.person is None and mine.address_key != "" and visitor.address_key == mine.address_key

    @cached_property
    def shown(self) -> BanView:
        """Return what moderators see of it."""
        return ban_view(self)


@cache
def _grant(sources: frozenset[Source]) -> Grant:
    """Allow these sources; the same object for the same ones, eight at most.

    Data channels carry nothing of ours, so nobody may send through them unseen.
    """
    return Grant(publish=sources, publish_data=False)


def participant_view(seat: Seat) -> ParticipantView:
    """Show somebody who is in."""
    view: ParticipantView = {
        "id": seat.id,
        "name": seat.name,
        "role": seat.role,
        "kind": kind_of(seat),
        "joined_at": as_text(seat.since),
        "connected": seat.connection is not None,
        "stopped": cast("StoppedView", {source: True for source in SOURCES if source in seat.stopped}),
    }
    if seat.visitor.club is not None:
        view["club"] = club_view(seat.visitor.club)
    return view


def waiting_view(seat: Seat) -> WaitingView:
    """Show somebody in the lobby to moderators."""
    view: WaitingView = {
        "id": seat.id,
        "name": seat.name,
        "kind": kind_of(seat),
        "knocked_at": as_text(seat.since),
    }
    if seat.visitor.club is not None:
        view["club"] = club_view(seat.visitor.club)
    return view


def ban_view(ban: BanRecord) -> BanView:
    """Show a ban to moderators."""
    return {"id": ban.id, "name": ban.name, "at": as_text(ban.at)}


def kind_of(seat: Seat) -> Literal["account", "guest"]:
    """Say whether somebody is signed in."""
    return "guest" if seat.visitor.person is None else "account"
