"""What each audience of one session was shown, so that only the difference has to be told.

A slice whose state did not change is not looked at again, and unchanged parts of a view are shared: at three hundred
people a change costs what has changed, not what there is.
"""

from collections.abc import Iterator
from typing import Any

from roundtable.kernel.audiences import EVERYONE, MODERATORS, Audience
from roundtable.kernel.patches import Patch, diff
from roundtable.kernel.ports import Change, Snapshot
from roundtable.kernel.rules import Folded, Rules
from roundtable.kernel.slice import View


class Showing:
    """The last view of each audience, by slice, and the version it was told."""

    def __init__(self, rules: Rules, folded: Folded) -> None:
        self._rules = rules
        self._seen: dict[Audience, dict[str, tuple[Any, View]]] = {}
        self._told: dict[Audience, int] = {}
        for audience in (EVERYONE, MODERATORS):
            self.begin(audience, folded)

    def begin(self, audience: Audience, folded: Folded) -> None:
        """Follow an audience from now on; what it is shown first is a snapshot."""
        if audience not in self._seen:
            self._seen[audience] = self._look(audience, folded)
            self._told[audience] = folded.version

    def end(self, audience: Audience) -> None:
        """Forget an audience: the lobby of one person who has left it."""
        self._seen.pop(audience, None)
        self._told.pop(audience, None)

    def snapshot(self, audience: Audience, folded: Folded) -> Snapshot:
        """Return all that an audience sees."""
        seen = self._seen.get(audience)
        if seen is None:
            seen = self._look(audience, folded)
        return Snapshot(folded.version, {name: view for name, (_, view) in seen.items()})

    def changes(self, folded: Folded) -> Iterator[tuple[Audience, Change]]:
        """Yield what each audience has to be told; those who see no difference are left out."""
        found: dict[tuple[int, int], Patch | None] = {}
        for audience in self._seen:
            patch = self._catch_up(audience, folded, found)
            if patch is not None:
                since, self._told[audience] = self._told[audience], folded.version
                yield audience, Change(since=since, version=folded.version, patch=patch)

    def _look(self, audience: Audience, folded: Folded) -> dict[str, tuple[Any, View]]:
        states = folded.states
        shown = self._rules.shown_to(audience)
        return {part.name: (states[part.name], part.view(states[part.name], audience)) for part in shown}

    def _catch_up(self, audience: Audience, folded: Folded, found: dict[tuple[int, int], Patch | None]) -> Patch | None:
        """Return what an audience has to be told. What lies between the same two views is `found` once for all."""
        seen = self._seen[audience]
        patch: dict[str, object] = {}
        for part in self._rules.shown_to(audience):
            state = folded.states[part.name]
            before, view = seen[part.name]
            if before is state:
                continue
            now = part.view(state, audience)
            seen[part.name] = (state, now)
            between = (id(view), id(now))
            if between not in found:
                found[between] = diff(view, now)
            change = found[between]
            if change is not None:
                patch[part.name] = change
        return patch or None
