"""After the commit: tell the audiences, move sockets between them, say goodbye, reconcile.

Nothing in here can undo what was committed, so nothing in here may fail the command: faults are reported.
"""

import logging
from collections.abc import Awaitable, Sequence

from roundtable.kernel.events import (
    ConnectionReplaced,
    LeaveReason,
    ParticipantJoined,
    ParticipantKnocked,
    ParticipantLeft,
    RoleChanged,
    SessionEnded,
)
from roundtable.kernel.grants import Grants, meet
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.live_session import LiveSession
from roundtable.kernel.messages import Event
from roundtable.kernel.ports import Publisher, Reconciler
from roundtable.kernel.presence import Presence
from roundtable.kernel.rules import Folded, Rules

log = logging.getLogger(__name__)


class Telling:
    """Brings a live session in memory, and everybody who looks at it, to a newer version."""

    def __init__(self, rules: Rules, publisher: Publisher, reconcilers: Sequence[Reconciler]) -> None:
        self._rules = rules
        self._publisher = publisher
        self._reconcilers = tuple(reconcilers)

    async def advance(self, live: LiveSession, after: Folded, events: Sequence[Event]) -> None:
        """Take committed events into the cache, put sockets where they belong now, then tell the patches.

        In this order, so that who was sent out or demoted hears nothing of the change that did it.
        """
        before, live.folded = live.folded.presence, after
        live.deadline = self._rules.deadline(after)
        changes = list(live.showing.changes(after))
        for event in events:
            if isinstance(event, ConnectionReplaced):
                await _attempt(self._publisher.replaced(live.session, event.participant, event.connection))
        for participant, reason in _touched(before, events).items():
            await self._place(live, before, participant, reason)
        for audience, change in changes:
            await _attempt(self._publisher.publish(live.session, audience, change))
        self.reconcile(live)

    async def _place(
        self, live: LiveSession, before: Presence, participant: ParticipantId, reason: LeaveReason
    ) -> None:
        """Put a participant's socket where it belongs now, if that is elsewhere than before."""
        old, new = before.audience(participant), live.folded.presence.audience(participant)
        if old == new:
            return
        if old is not None and participant in before.waiting:
            live.showing.end(old)
        if new is None:
            await _attempt(self._publisher.dismissed(live.session, participant, reason))
            return
        live.showing.begin(new, live.folded)
        if old is not None:
            await _attempt(self._publisher.moved(live.session, participant, new, live.snapshot(new)))

    def reconcile(self, live: LiveSession, *, always: bool = False) -> None:
        """Say what participants may do at the media server, if that has changed."""
        grants = self._grants(live)
        if (grants is live.grants or grants == live.grants) and not always:
            return
        live.grants = grants
        for reconciler in self._reconcilers:
            try:
                reconciler.reconcile(live.facts, grants, live.folded.version)
            except Exception:
                log.exception("reconciler failed", extra={"session": live.session})

    def _grants(self, live: LiveSession) -> Grants:
        """Ask only the slices whose state has changed; if all say the same as before, so does the whole."""
        folded, parts = live.folded, live.granted_by
        is_same = live.granted_to is folded.presence.people
        for part in self._rules.slices:
            state = folded.states[part.name]
            known = parts.get(part.name)
            if known is None or known[0] is not state:
                grants = part.grants(state)
                is_same = is_same and known is not None and known[1] is grants
                parts[part.name] = (state, grants)
        if is_same:
            return live.grants
        live.granted_to = folded.presence.people
        return meet([grants for _, grants in parts.values()], live.granted_to)


def _touched(before: Presence, events: Sequence[Event]) -> dict[ParticipantId, LeaveReason]:
    """Return whose place may have changed, each with the reason they would be given for being out."""
    touched: dict[ParticipantId, LeaveReason] = {}
    for event in events:
        match event:
            case ParticipantLeft():
                touched[event.participant] = event.reason
            case ParticipantKnocked() | ParticipantJoined() | RoleChanged():
                touched.setdefault(event.participant, "left")
            case SessionEnded():
                for participant in (*before.people, *before.waiting):
                    touched.setdefault(participant, "ended")
    return touched


async def _attempt(telling: Awaitable[None]) -> None:
    try:
        await telling
    except Exception:
        log.exception("telling failed")
