"""One live session in the memory of a node: a cache of its log, and of what its audiences were shown."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

from roundtable.kernel.audiences import Audience
from roundtable.kernel.grants import Grants
from roundtable.kernel.ids import ParticipantId, SessionId
from roundtable.kernel.ports import Snapshot
from roundtable.kernel.presence import Present
from roundtable.kernel.rules import Folded, Rules
from roundtable.kernel.session import SessionFacts
from roundtable.kernel.showing import Showing


class LiveSession:
    """Empty until it is loaded. Whoever changes it holds the lock."""

    def __init__(self, session: SessionId) -> None:
        self.session = session
        self.lock = asyncio.Lock()
        self.deadline: datetime | None = None
        self.grants: Grants = {}
        self.granted_by: dict[str, tuple[object, Grants]] = {}
        """What each slice contributed, with the state it was computed from."""
        self.granted_to: Mapping[ParticipantId, Present] | None = None
        """Who was in when that was put together."""
        self._folded: Folded | None = None
        self._showing: Showing | None = None

    def load(self, rules: Rules, folded: Folded) -> None:
        """Take what was folded from the log. Those who wait are followed from now on."""
        self._folded = folded
        self._showing = Showing(rules, folded)
        for participant in folded.presence.waiting:
            audience = folded.presence.audience(participant)
            if audience is not None:
                self._showing.begin(audience, folded)
        self.deadline = rules.deadline(folded)

    @property
    def loaded(self) -> bool:
        """Say whether the log was read."""
        return self._folded is not None

    @property
    def facts(self) -> SessionFacts:
        """Return what was known before the first event."""
        return self.folded.facts

    @property
    def folded(self) -> Folded:
        """Return the session at its newest version known here."""
        if self._folded is None:
            raise RuntimeError("not loaded")
        return self._folded

    @folded.setter
    def folded(self, folded: Folded) -> None:
        self._folded = folded

    @property
    def showing(self) -> Showing:
        """Return what the audiences were shown."""
        if self._showing is None:
            raise RuntimeError("not loaded")
        return self._showing

    def snapshot(self, audience: Audience) -> Snapshot:
        """Return what an audience sees now."""
        return self.showing.snapshot(audience, self.folded)
