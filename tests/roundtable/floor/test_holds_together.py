"""Whatever happens, in whatever order: turns, clocks, absences and the gavel agree with who is there."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from roundtable.floor.gavel import GAVEL_GRACE
from roundtable.floor.state import FloorState, Turn
from roundtable.kernel.actors import MODERATING
from roundtable.kernel.events import ServerStarted, Tick
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import Command
from roundtable.rooms.messages import Disconnect, Leave, Remove, SetRole
from tests.roundtable.floor.lively import ALICE, WISHES, Lively, Wish, opened
from tests.roundtable.kernel.acts import PEOPLE, VISITORS
from tests.roundtable.meeting import enter

SECONDS = (0, 0.3, 2, 9, 16, 31, 61)
SET_BACK = -600


def _comes_or_goes(chance: random.Random) -> Wish:
    """Anybody, the chairs among them, drops, comes back, leaves, is sent out, or has another role."""
    visitor = chance.choice(VISITORS)
    entering = enter(visitor)
    gone: tuple[Wish, ...] = (
        (Disconnect(participant=visitor.participant, connection=entering.connection), None),
        (Disconnect(participant=visitor.participant, connection=entering.connection), None),
        (Leave(), visitor.participant),
        (Remove(participant=visitor.participant), ALICE),
        (
            SetRole(participant=visitor.participant, role=chance.choice(("observer", "representative", "moderator"))),
            ALICE,
        ),
        (ServerStarted(node="node"), None),
    )
    return chance.choice(gone) if chance.random() < 0.4 else (entering, None)


def _wish(state: FloorState, chance: random.Random) -> tuple[Command, ParticipantId | None]:
    return _comes_or_goes(chance) if chance.random() < 0.4 else chance.choice(WISHES)(state, chance)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_turns_clocks_and_gavel_agree_with_who_is_there(seed: int) -> None:
    chance, meeting = random.Random(seed), opened()
    for _ in range(80):
        before = meeting.floor
        command, by = _wish(before, chance)
        if chance.random() < 0.02:
            meeting.clock.advance(SET_BACK)
        meeting.do(command, by, chance.choice(SECONDS))
        keep_deadlines(meeting)
        if meeting.folded.presence.ended:
            return
        assert meeting.floor.latest >= before.latest
        the_two_turns_agree(meeting.floor)
        for turn in (meeting.floor.main, meeting.floor.interposed):
            if turn is not None:
                the_clock_agrees(meeting.floor, turn)
        somebody_chairs_if_anybody_can(meeting.floor)


def keep_deadlines(meeting: Lively) -> None:
    """Send ticks until nothing is due: every deadline that has come goes away."""
    for _ in range(20):
        due = meeting.rules.deadline(meeting.folded)
        if due is None or due > meeting.clock.now():
            return
        meeting.do(Tick(), None)
    raise AssertionError("a deadline that does not go away")


def the_two_turns_agree(state: FloorState) -> None:
    """The main turn is held by an interposed one exactly while there is one."""
    if state.main is not None:
        assert ("interposed" in state.main.paused) == (state.interposed is not None)
        assert state.interposed is None or state.interposed.id != state.main.id
    if state.interposed is not None:
        assert "interposed" not in state.interposed.paused


def the_clock_agrees(state: FloorState, turn: Turn) -> None:
    """It runs exactly if the turn began and nothing holds it; it is held while its speaker is not there."""
    assert (turn.running_since is not None) == (turn.began and not turn.paused)
    assert ("absent" in turn.paused) == state.is_absent(turn.speaker.microphone)
    assert ("absent" in turn.paused) == (turn.absent_since is not None)
    assert not turn.is_missed or turn.absent_since is not None
    person = state.people.get(turn.speaker.microphone) if turn.speaker.microphone else None
    assert person is None or person.role != "observer"
    assert turn.used_ms >= 0


def somebody_chairs_if_anybody_can(state: FloorState) -> None:
    """Nobody has the gavel only if nobody could; whoever has it may moderate; whoever it is offered to is there."""
    able = {
        who for who in PEOPLE if (one := state.people.get(who)) and one.role in MODERATING and not state.is_absent(who)
    }
    gavel = state.gavel
    assert gavel.holder is not None or not able
    assert gavel.offered is None or gavel.offered in able
    if gavel.holder is None:
        return
    assert state.people[gavel.holder].role in MODERATING
    assert (gavel.gone_since is not None) == state.is_absent(gavel.holder)
    waited_long = gavel.gone_since is not None and gavel.gone_since + GAVEL_GRACE <= state.latest
    assert gavel.offered is not None or not waited_long
