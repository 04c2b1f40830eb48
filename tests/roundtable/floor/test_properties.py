"""Anybody does anything on the floor, in any order: what is promised holds after every act.

Each client's state equals the server's · no entry above a higher kind without a logged move · nobody overtaken more
often than the bound · clocks never run backwards · the seconds of all turns add up to the statistics · the log alone
gives the same state.
"""

import random
from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from roundtable.floor.commands import items, queue, turns, venues
from roundtable.floor.state import FloorState
from roundtable.kernel.audiences import EVERYONE, MODERATORS
from roundtable.kernel.errors import REFUSALS
from roundtable.kernel.events import ServerStarted, Tick
from roundtable.kernel.floor_settings import KINDS, MODES, FloorMode, Policy
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import ClientCommand, Command, SystemCommand
from roundtable.registry import LIVE_SLICES
from roundtable.rooms.messages import Disconnect, Leave
from tests.roundtable.floor.acts import floor_commands
from tests.roundtable.floor.lively import WISHES, Wish
from tests.roundtable.floor.watched import Watched, everybody_in
from tests.roundtable.kernel.acts import PEOPLE, VISITORS, any_client_command, any_system_command, anybody
from tests.roundtable.meeting import enter

KNOWN_CODES = {*REFUSALS, *(code for part in LIVE_SLICES for code in part.refusals)}
POLICIES: tuple[Policy, ...] = ("fair", "fair", "fifo")

SEQUENCES = 10_000
SHORTEST, LONGEST = 12, 20
"""Commands of one sequence."""


class AnyFloor(RuleBasedStateMachine):
    """Blind guesses by Hypothesis, which finds the smallest sequence that breaks a promise."""

    @initialize(policy=st.sampled_from(POLICIES), bound=st.integers(0, 3), mode=st.sampled_from(MODES))
    def begin(self, policy: Policy, bound: int, mode: FloorMode) -> None:
        self.meeting = everybody_in(policy, bound, mode)

    def teardown(self) -> None:
        if hasattr(self, "meeting"):
            self.meeting.finish()

    @rule(by=anybody, command=floor_commands(PEOPLE))
    def act(self, by: ParticipantId, command: ClientCommand) -> None:
        self._do(command, by)

    @rule(command=floor_commands(PEOPLE))
    def host_acts(self, command: ClientCommand) -> None:
        self._do(command, PEOPLE[0])

    @rule(seed=st.integers(0, 10**6))
    def somebody_does_what_fits(self, seed: int) -> None:
        chance = random.Random(seed)
        self._do(*chance.choice(FITTING)(self.meeting.floor, chance))

    @rule(by=anybody, command=any_client_command)
    def anything_else(self, by: ParticipantId, command: ClientCommand) -> None:
        self._do(command, by)

    @rule(command=any_system_command)
    def happen(self, command: SystemCommand) -> None:
        self._do(command, None)

    @rule(seconds=st.sampled_from([0.4, 1, 15, 31, 200, -3600]))
    def wait(self, seconds: float) -> None:
        self.meeting.wait(seconds)
        self._do(Tick(), None)

    @rule(audience=st.sampled_from([EVERYONE, MODERATORS]), is_slow=st.booleans())
    def open_a_window(self, audience: str, is_slow: bool) -> None:
        self.meeting.join(MODERATORS if audience == MODERATORS else EVERYONE, is_slow=is_slow)

    @rule()
    def slow_ones_catch_up(self) -> None:
        for client in self.meeting.clients:
            client.catch_up()
        self.meeting.check()

    def _do(self, command: Command, by: ParticipantId | None) -> None:
        refused = self.meeting.do(command, by)
        assert refused is None or refused in KNOWN_CODES


AnyFloor.TestCase.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)
TestAnyFloor = AnyFloor.TestCase


def _withdraws(state: FloorState, chance: random.Random) -> Wish:
    entry = chance.choice([*state.entries.values(), None])
    if entry is None:
        return queue.Ask(kind=chance.choice(KINDS)), chance.choice(PEOPLE)
    return queue.Withdraw(entry=entry.id), entry.speaker.participant or PEOPLE[0]


def _serves_a_venue(state: FloorState, chance: random.Random) -> Wish:
    host = chance.choice([*state.venues, None])
    if host is None:
        return venues.OpenVenue(participant=chance.choice(PEOPLE[2:]), title="分会场 Hall"), PEOPLE[0]
    attendee = chance.choice([*state.venues[host].attendees, None])
    if attendee is None:
        return venues.AddAttendee(name="小李", club_name="机器人社"), host
    made: tuple[Callable[[], Wish], ...] = (
        lambda: (venues.AskFor(attendee=attendee, kind=chance.choice(KINDS)), host),
        lambda: (venues.AskFor(attendee=attendee, kind="topic", text_turn=True), host),
        lambda: (venues.RemoveAttendee(attendee=attendee), host),
        lambda: (venues.CloseVenue(participant=host), PEOPLE[0]),
    )
    return chance.choice(made)()


def _leaves_or_comes(state: FloorState, chance: random.Random) -> Wish:
    visitor = chance.choice(VISITORS)
    person = state.people.get(visitor.participant)
    return (enter(visitor), None) if person is None or not person.is_in else (Leave(), visitor.participant)


def _tidies_the_list(state: FloorState, chance: random.Random) -> Wish:
    """Most sequences are too short to come to what is done with a list of several items."""
    if len(state.items) < 2 or not state.clubs:
        return items.AddRound(budget=10), PEOPLE[0]
    item, other = chance.sample(list(state.items), 2)
    made: tuple[Callable[[], ClientCommand], ...] = (
        lambda: items.AddItem(title="预算 Budget", club_budget=1),
        lambda: items.EditItem(item=item, title="改名 Renamed", club_budget=1),
        lambda: items.MoveItem(item=item, before=other),
        lambda: items.RemoveItem(item=item),
        lambda: items.StartItem(item=item, waiting="write"),
        lambda: items.ShareOverhang(club=chance.choice(list(state.clubs))),
    )
    return chance.choice(made)(), PEOPLE[0]


def _defers(state: FloorState, chance: random.Random) -> Wish:
    entry = chance.choice([*state.entries.values(), None])
    if entry is None:
        return queue.Ask(kind="topic"), chance.choice(PEOPLE)
    return queue.Defer(entry=entry.id), entry.speaker.participant or entry.speaker.venue or PEOPLE[0]


def _misses_somebody(state: FloorState, _chance: random.Random) -> Wish:
    """Somebody who speaks, or holds the gavel, is cut off; or waited for, if that has happened."""
    turn, holder = state.turn, state.gavel.holder
    if turn is not None and turn.absent_since is not None:
        return turns.WaitForSpeaker(turn=turn.id), PEOPLE[0]
    gone = turn.speaker.microphone if turn is not None else holder
    visitor = next((one for one in VISITORS if one.participant == gone), VISITORS[0])
    return Disconnect(participant=visitor.participant, connection=enter(visitor).connection), None


def _restarts(_state: FloorState, _chance: random.Random) -> Wish:
    return ServerStarted(node="node"), None


FITTING: tuple[Callable[[FloorState, random.Random], Wish], ...] = (
    *WISHES, *WISHES, *WISHES, _withdraws, _withdraws, _serves_a_venue, _serves_a_venue, _leaves_or_comes, _restarts,
    _tidies_the_list, _tidies_the_list, _defers, _misses_somebody,
)  # fmt: skip


def play(seed: int) -> Watched:
    """Play one sequence, always the same for a seed: mostly what fits, sometimes by somebody who may not."""
    chance = random.Random(seed)
    meeting = everybody_in(chance.choice(POLICIES), chance.randrange(4), chance.choice(MODES))
    meeting.join(EVERYONE, is_slow=True)
    for _ in range(chance.randint(SHORTEST, LONGEST)):
        command, by = chance.choice(FITTING)(meeting.floor, chance)
        if by is not None and chance.random() < 0.1:
            by = chance.choice(PEOPLE)
        refused = meeting.do(command, by)
        assert refused is None or refused in KNOWN_CODES
        if chance.random() < 0.3:
            meeting.wait(chance.choice((0.3, 2, 12, 35, 90, -5)))
            meeting.do(Tick(), None)
    meeting.finish()
    return meeting


def test_ten_thousand_sequences_keep_every_promise() -> None:
    happened: set[str] = set()
    for seed in range(SEQUENCES):
        try:
            meeting = play(seed)
        except Exception as broken:
            raise AssertionError(f"sequence {seed}: {broken!r}") from broken
        happened.update(event.__class__.__name__ for event in meeting.events)
    floor = next(part for part in LIVE_SLICES if part.name == "floor")
    assert {event.__name__ for event in floor.events} <= happened, "everything that can happen has happened"
