"""What a participant may do at the media server: a pure function of the state, met over all slices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from roundtable.kernel.ids import ParticipantId

Source = Literal["microphone", "camera", "screen"]

SOURCES: Final[tuple[Source, ...]] = get_args(Source)
ALL_SOURCES: Final[frozenset[Source]] = frozenset(SOURCES)


@dataclass(frozen=True, slots=True)
class Grant:
    """The defaults allow everything: a slice only says what it takes away."""

    may_enter: bool = True
    publish: frozenset[Source] = ALL_SOURCES
    subscribe: bool = True
    publish_data: bool = True

    def __and__(self, other: "Grant") -> "Grant":
        """Allow what both allow."""
        return Grant(
            may_enter=self.may_enter and other.may_enter,
            publish=self.publish & other.publish,
            subscribe=self.subscribe and other.subscribe,
            publish_data=self.publish_data and other.publish_data,
        )


EVERYTHING: Final = Grant()
NOTHING: Final = Grant(may_enter=False, publish=frozenset(), subscribe=False, publish_data=False)

Grants = Mapping[ParticipantId, Grant]


def meet(contributions: Sequence[Grants], present: Iterable[ParticipantId]) -> Grants:
    """Combine what the slices say of those who are in; nobody else gets anything.

    A slice that does not mention somebody takes nothing away from them.
    """
    met: dict[ParticipantId, Grant] = {}
    # There are few kinds of grants and hundreds of people: each pair of the same two objects is met once.
    known: dict[tuple[int, int], Grant] = {}
    for participant in present:
        grant = EVERYTHING
        for grants in contributions:
            said = grants.get(participant)
            if said is None or said is grant:
                continue
            if grant is EVERYTHING:
                grant = said
                continue
            pair = (id(grant), id(said))
            both = known.get(pair)
            if both is None:
                both = known[pair] = grant & said
            grant = both
        met[participant] = grant
    return met
