"""Who is here, as the kernel itself must know it: whose command it is, and what they may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from roundtable.kernel.actors import MODERATING, Actor, Role
from roundtable.kernel.audiences import EVERYONE, MODERATORS, Audience, waiting
from roundtable.kernel.events import (
    ParticipantJoined,
    ParticipantKnocked,
    ParticipantLeft,
    ParticipantRenamed,
    RoleChanged,
    SessionConfigured,
    SessionEnded,
)
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import ClubFacts, Event
from roundtable.kernel.session import SessionFacts, SessionSettings


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is in; being away for a moment changes nothing here."""

    name: str
    role: Role
    club: ClubFacts | None
    since: datetime
    """When they were last admitted."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Folded by the kernel from the events of all slices, beside the slices' own states."""

    settings: SessionSettings
    people: Mapping[ParticipantId, Present] = field(default_factory=dict)
    waiting: frozenset[ParticipantId] = frozenset()
    ended: bool = False

    def actor(self, participant: ParticipantId) -> Actor | None:
        """Return the participant with their present role, or None for somebody who is not here."""
        if present := self.people.get(participant):
            return Actor(participant, present.role)
        return Actor(participant, None) if participant in self.waiting else None

    def audience(self, participant: ParticipantId) -> Audience | None:
        """Return what the participant's socket belongs to, or None for somebody who is not here."""
        if present := self.people.get(participant):
            return MODERATORS if present.role in MODERATING else EVERYONE
        return waiting(participant) if participant in self.waiting else None


def nobody(facts: SessionFacts) -> Presence:
    """Return the presence before the first event."""
    return Presence(settings=facts.settings)


def fold_presence(presence: Presence, event: Event) -> Presence:
    """Fold one event; those of slices are none of its business."""
    match event:
        case ParticipantKnocked():
            return replace(
                presence,
                people=_without(presence.people, event.participant),
                waiting=presence.waiting | {event.participant},
            )
        case ParticipantJoined():
            present = Present(event.name, event.role, event.club, event.at)
            return replace(
                presence,
                people={**presence.people, event.participant: present},
                waiting=presence.waiting - {event.participant},
            )
        case ParticipantLeft():
            return replace(
                presence,
                people=_without(presence.people, event.participant),
                waiting=presence.waiting - {event.participant},
            )
        case ParticipantRenamed() if known := presence.people.get(event.participant):
            return _with(presence, event.participant, replace(known, name=event.name))
        case RoleChanged() if known := presence.people.get(event.participant):
            return _with(presence, event.participant, replace(known, role=event.role))
        case SessionConfigured():
            return replace(presence, settings=event.settings)
        case SessionEnded():
            return replace(presence, people={}, waiting=frozenset(), ended=True)
        case _:
            return presence


def _with(presence: Presence, participant: ParticipantId, present: Present) -> Presence:
    return replace(presence, people={**presence.people, participant: present})


def _without(people: Mapping[ParticipantId, Present], participant: ParticipantId) -> Mapping[ParticipantId, Present]:
    if participant not in people:
        return people
    return {known: present for known, present in people.items() if known != participant}
