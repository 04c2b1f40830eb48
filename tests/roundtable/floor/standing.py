"""Floors made by hand, for tests of pure functions: who waits, and what their clubs have spoken."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from roundtable.floor.ordering import arrange
from roundtable.floor.state import Entry, FloorState, Tally
from roundtable.floor.values import EntryId, GroupKey, Speaker
from roundtable.kernel.clock import ManualClock
from roundtable.kernel.floor_settings import FloorSettings, Kind
from roundtable.kernel.ids import ClubId, ParticipantId
from roundtable.kernel.messages import ClubFacts

START = ManualClock().now()


def club(letter: str) -> ClubFacts:
    """A club with a letter for a name."""
    return ClubFacts(id=ClubId(f"clb_1{letter.lower()}"), name_zh=letter, name_en=letter)


def waiting(arrival: int, letter: str = "", kind: Kind = "topic", **more: Any) -> Entry:
    """Somebody who waits: for a club named by a letter, or for nobody but themselves."""
    who = ParticipantId(f"prt_1{arrival}")
    speaker = Speaker(name=f"P{arrival}", participant=who, club=club(letter) if letter else None)
    return Entry(
        id=EntryId(f"ent_{arrival}"),
        kind=kind,
        text="",
        text_turn=False,
        speaker=speaker,
        by=who,
        at=START,
        arrival=arrival,
        **more,
    )


def floor(entries: Iterable[Entry], spoken: dict[str, tuple[int, int]] | None = None, **settings: Any) -> FloorState:
    """A floor on which they wait; `spoken` are seconds on this item and turns in the session, by letter."""
    state = FloorState(settings=FloorSettings(**settings), latest=START)
    tallies = {
        GroupKey(club(letter).id): Tally(name=letter, club=club(letter), item_ms=seconds * 1000, turns=turns)
        for letter, (seconds, turns) in (spoken or {}).items()
    }
    return replace(state, entries={entry.id: entry for entry in entries}, by_group=tallies)


def arrivals(state: FloorState) -> list[int]:
    """The order, as arrivals."""
    return [state.entries[entry].arrival for entry in arrange(state)[0]]


def reasons(state: FloorState) -> list[str]:
    """The reasons, in the order."""
    order, why = arrange(state)
    return [why[entry] for entry in order]
