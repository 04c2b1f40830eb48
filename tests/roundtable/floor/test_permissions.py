"""Who may publish what: every mode, every role, every place somebody can have on the floor, as a table."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, get_args

import pytest

from roundtable.floor.permissions import grants
from roundtable.floor.state import FloorState, Item, Person, Turn, Venue
from roundtable.floor.values import AttendeeId, ItemId, Speaker, TurnId
from roundtable.kernel.actors import MODERATING, ROLES, Role
from roundtable.kernel.floor_settings import MODES, FloorMode, FloorSettings
from roundtable.kernel.grants import ALL_SOURCES, Grant, Source
from roundtable.kernel.ids import ParticipantId
from tests.roundtable.meeting import CLUB

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BOB, CAROL = ParticipantId("prt_bob"), ParticipantId("prt_carol")

HOLDING: Final = {"called", "interposes", "venue speaks", "away with the floor"}
"""The places in which the floor opens somebody's microphone."""

PLACES: Final = (*sorted(HOLDING), "nothing", "interrupted", "text turn", "presents", "reports")

MAY_SPEAK: Final[dict[FloorMode, set[str]]] = {
    "open": set(PLACES),
    "moderated": HOLDING,
    "round": HOLDING | {"reports"},
    "stage": HOLDING | {"presents"},
}


def turn(speaker: Speaker, *, text_turn: bool = False) -> Turn:
    return Turn(
        id=TurnId("trn_1"),
        kind="topic",
        text="",
        text_turn=text_turn,
        speaker=speaker,
        limit_ms=180_000,
        called_at=NOON,
        ready_since=NOON,
    )


CAMERA_ONLY: Final[frozenset[Source]] = frozenset({"camera"})
BOBS: Final = turn(Speaker(name="Bob", participant=BOB))
CAROLS: Final = turn(Speaker(name="Carol", participant=CAROL))


def floor(mode: FloorMode, role: Role, place: str) -> FloorState:
    """Bob in one role and one place, and Carol, who may speak in no mode but `open`."""
    bob = Person(name="Bob", role=role, club=None, is_in=True)
    carol = Person(name="Carol", role="guest", club=None, is_in=True)
    state = FloorState(settings=FloorSettings(mode=mode), latest=NOON, people={BOB: bob, CAROL: carol})
    match place:
        case "called":
            return replace(state, main=BOBS)
        case "away with the floor":
            return replace(state, main=BOBS, people={**state.people, BOB: replace(bob, away_since=NOON)})
        case "text turn":
            return replace(state, main=turn(Speaker(name="Bob", participant=BOB), text_turn=True))
        case "interposes":
            return replace(state, main=CAROLS, interposed=BOBS)
        case "interrupted":
            return replace(state, main=BOBS, interposed=CAROLS)
        case "venue speaks":
            attendee = Speaker(name="Dan", venue=BOB, attendee=AttendeeId("att_1"))
            return replace(state, main=turn(attendee), venues={BOB: Venue(title="Chengdu")})
        case "presents":
            return replace(state, presenters=frozenset({BOB}))
        case "reports":
            item = Item(ItemId("itm_1"), "Report", clubs={CLUB.id: CLUB}, budget_ms=0, club_budget_ms=0)
            people = {**state.people, BOB: replace(bob, club=CLUB)}
            return replace(state, people=people, items={item.id: item}, item=item.id)
        case _:
            return state


def sources(state: FloorState, who: ParticipantId) -> frozenset[Source]:
    return grants(state).get(who, Grant()).publish


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("mode", MODES)
def test_who_may_publish_what(mode: FloorMode, role: Role, place: str) -> None:
    speaks = role in MODERATING or (role != "observer" and place in MAY_SPEAK[mode])
    if mode == "open" or speaks:
        expected = ALL_SOURCES  # in `open` the floor takes nothing away; the room silences its observers
    else:
        expected = frozenset[Source]() if mode == "stage" else frozenset[Source]({"camera"})
    assert sources(floor(mode, role, place), BOB) == expected


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "open"])
def test_the_other_never_speaks_meanwhile(mode: FloorMode) -> None:
    silent = {place for place in PLACES if "microphone" not in sources(floor(mode, "representative", place), CAROL)}
    assert silent == set(PLACES) - {"interrupted"}


def test_nothing_but_what_may_be_published_is_taken() -> None:
    for mode in get_args(FloorMode):
        for grant in grants(floor(mode, "guest", "nothing")).values():
            assert grant == Grant(publish=grant.publish)


def test_a_named_person_opens_nobodys_microphone() -> None:
    state = replace(floor("moderated", "guest", "nothing"), main=turn(Speaker(name="Dan")))
    assert (sources(state, BOB), sources(state, CAROL)) == (CAMERA_ONLY, CAMERA_ONLY)


def test_a_text_turn_that_interrupts_silences_the_speaker_all_the_same() -> None:
    asks = turn(Speaker(name="Carol", participant=CAROL), text_turn=True)
    state = replace(floor("moderated", "guest", "called"), interposed=asks)
    assert (sources(state, BOB), sources(state, CAROL)) == (CAMERA_ONLY, CAMERA_ONLY)


def test_between_items_nobody_reports() -> None:
    state = replace(floor("round", "representative", "reports"), item=None)
    assert sources(state, BOB) == {"camera"}


def test_who_is_out_has_no_rights_and_takes_none() -> None:
    state = floor("moderated", "guest", "called")
    gone = {**state.people, BOB: replace(state.people[BOB], is_in=False)}
    assert grants(replace(state, people=gone)) == {CAROL: Grant(publish=frozenset({"camera"}))}


def test_what_does_not_concern_the_rights_gives_the_very_same_answer() -> None:
    state = floor("moderated", "guest", "called")
    before = grants(state)
    assert grants(replace(state, closed=True, counted=7, latest=datetime.now(UTC))) is before
    assert grants(replace(state, presenters=frozenset({BOB}))) is before
    assert grants(replace(state, main=None)) is not before
    away = {**state.people, BOB: replace(state.people[BOB], away_since=NOON)}
    assert grants(replace(state, people=away)) == before
