"""Adds up who has spoken how much."""

from dataclasses import dataclass, field

from roundtable.floor.resources import ClubTotal, PersonTotal, Totals
from roundtable.floor.values import GroupKey, Speaker


@dataclass
class _Sum:
    speaker: Speaker
    ms: int = 0
    turns: int = 0

    @property
    def order(self) -> tuple[int, int, str]:
        return (-self.ms, -self.turns, self.speaker.name)


@dataclass
class Tallies:
    """Milliseconds and turns, by club and by person."""

    by_group: dict[GroupKey, _Sum] = field(default_factory=dict)
    by_person: dict[str, _Sum] = field(default_factory=dict)

    def add(self, speaker: Speaker, ms: int, *, is_turn: bool) -> None:
        """Count what somebody has spoken. Who was called and said nothing is not listed."""
        if not ms and not is_turn:
            return
        for known in (
            self.by_group.setdefault(speaker.group, _Sum(speaker)),
            self.by_person.setdefault(speaker.key, _Sum(speaker)),
        ):
            known.speaker = speaker
            known.ms += ms
            known.turns += is_turn

    def totals(self) -> Totals:
        """Tell it, the most first."""
        people = sorted(self.by_person.items(), key=lambda one: one[1].order)
        groups = sorted(self.by_group.items(), key=lambda one: one[1].order)
        return Totals(
            spoken_ms=sum(found.ms for _, found in people),
            turns=sum(found.turns for _, found in people),
            clubs=[_club_total(group, found) for group, found in groups],
            people=[_person_total(person, found) for person, found in people],
        )


def _club_total(group: GroupKey, found: _Sum) -> ClubTotal:
    club = found.speaker.club
    return ClubTotal(
        group=group,
        name=found.speaker.name if club is None else None,
        club=None if club is None else club.id,
        spoken_ms=found.ms,
        turns=found.turns,
    )


def _person_total(person: str, found: _Sum) -> PersonTotal:
    club = found.speaker.club
    return PersonTotal(
        person=person,
        name=found.speaker.name,
        club=None if club is None else club.id,
        spoken_ms=found.ms,
        turns=found.turns,
    )
