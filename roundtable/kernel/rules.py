"""All slices of a session together, still pure: fold events, decide commands, say what follows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from roundtable.kernel.actors import SYSTEM, Actor
from roundtable.kernel.audiences import Audience, waiting_participant
from roundtable.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from roundtable.kernel.events import SessionEnded
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import ClientCommand, Command, Event
from roundtable.kernel.presence import Presence, fold_presence, nobody
from roundtable.kernel.session import SessionFacts
from roundtable.kernel.slice import AnySlice

MOST_GENERATIONS: Final = 8
"""How far one event may be from the command through what follows from what follows. Slices that answer each other
without end are a fault of theirs, and are told so instead of filling the log.
"""


@dataclass(frozen=True, slots=True)
class Folded:
    """A session at one version of its log."""

    facts: SessionFacts
    version: int
    presence: Presence
    states: Mapping[str, Any]
    """The state of each slice, by its name."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a command causes, what follows from it included, and the session after all of it."""

    events: Sequence[Event]
    after: Folded


class Rules:
    """The slices of the product, in the order of the registry."""

    def __init__(self, slices: Sequence[AnySlice]) -> None:
        self.slices = tuple(slices)
        self._deciding: dict[type[Command], list[AnySlice]] = {}
        for part in self.slices:
            for command in part.commands:
                self._deciding.setdefault(command, []).append(part)

    def begin(self, facts: SessionFacts) -> Folded:
        """Return a session before its first event."""
        states = {part.name: part.initial(facts) for part in self.slices}
        return Folded(facts=facts, version=0, presence=nobody(facts), states=states)

    def fold(self, folded: Folded, events: Iterable[Event]) -> Folded:
        """Return the session after some more events."""
        version, presence, states = folded.version, folded.presence, dict(folded.states)
        for event in events:
            version += 1
            presence = fold_presence(presence, event)
            for part in self.slices:
                states[part.name] = part.evolve(states[part.name], event)
        return replace(folded, version=version, presence=presence, states=states)

    def decide(self, folded: Folded, command: Command, by: ParticipantId | None, now: datetime) -> Decided | Refusal:
        """Return what a command causes; `by` is None for the server itself.

        The role comes from the state that the command is decided on, so a right lost meanwhile is lost here too.
        """
        if folded.presence.ended:
            return Conflict("session_ended")
        actor = _permitted(folded.presence, command, by)
        if isinstance(actor, Refusal):
            return actor
        deciding = self._deciding.get(type(command))
        if not deciding:
            return Invalid("unknown_command")
        events: list[Event] = []
        for part in deciding:
            decision = part.decide(folded.states[part.name], command, actor, now)
            if isinstance(decision, Refusal):
                return decision
            for event in decision:
                folded = self._happen(folded, event, events, of=part, now=now)
        return Decided(events, folded)

    def _happen(
        self, folded: Folded, event: Event, events: list[Event], *, of: AnySlice, now: datetime, generation: int = 0
    ) -> Folded:
        """Let one event of a slice happen, and at once what follows from it in the others; all are added to `events`.

        Nothing follows the end of a session.
        """
        if generation > MOST_GENERATIONS:
            raise RuntimeError(f"slices answer each other without end: {type(event).__name__}")
        events.append(event)
        folded = self.fold(folded, (event,))
        if isinstance(event, SessionEnded):
            return folded
        for part in self.slices:
            if part is of:
                continue
            for consequence in part.follow(folded.states[part.name], event, now):
                folded = self._happen(folded, consequence, events, of=part, now=now, generation=generation + 1)
        return folded

    def deadline(self, folded: Folded) -> datetime | None:
        """Return when the first slice wants a `Tick`."""
        if folded.presence.ended:
            return None
        wishes = (part.deadline(folded.states[part.name]) for part in self.slices)
        return min((wish for wish in wishes if wish is not None), default=None)

    def shown_to(self, audience: Audience) -> tuple[AnySlice, ...]:
        """Return the slices of which an audience sees anything."""
        if waiting_participant(audience) is None:
            return self.slices
        return tuple(part for part in self.slices if part.shown_to_waiting)


def _permitted(presence: Presence, command: Command, by: ParticipantId | None) -> Actor | Refusal:
    if by is None:
        return SYSTEM
    if not isinstance(command, ClientCommand):
        return Invalid("unknown_command")
    actor = presence.actor(by)
    if actor is None:
        return NotFound("not_present")
    permitted = command.open_to_waiting if actor.role is None else actor.role in command.allowed
    return actor if permitted else NotAllowed("not_allowed")
