"""Snapshot + patches = next snapshot, for every slice, every audience, and any order of acts.

The client that is played here follows the rule of the wire: apply a patch if `from <= mine < to`, drop it if
`to <= mine`, ask for a snapshot on a gap. It opens and closes windows at any moment.
"""

import asyncio
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from roundtable.kernel.audiences import EVERYONE, MODERATORS, waiting
from roundtable.kernel.clock import ManualClock
from roundtable.kernel.errors import REFUSALS, Refusal
from roundtable.kernel.grants import Grants, meet
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import ClientCommand, SystemCommand
from roundtable.kernel.rules import Folded, Rules
from roundtable.kernel.session import SessionSettings
from roundtable.registry import LIVE_SLICES
from tests.roundtable.kernel.acts import (
    CLIENT_COMMANDS,
    PEOPLE,
    SESSION,
    VISITORS,
    any_client_command,
    any_system_command,
    anybody,
)
from tests.roundtable.meeting import Meeting, MemoryLog, a_session, enter

KNOWN_CODES = {*REFUSALS, *(code for part in LIVE_SLICES for code in part.refusals)}
AUDIENCES = (EVERYONE, MODERATORS, *map(waiting, PEOPLE))


def test_every_slice_takes_part() -> None:
    assert set(CLIENT_COMMANDS) == {part.name for part in LIVE_SLICES}


class AnyMeeting(RuleBasedStateMachine):
    """Anybody does anything; what clients show must stay what the server would show them."""

    @initialize(lobby=st.booleans(), capacity=st.integers(2, 6))
    def begin(self, lobby: bool, capacity: int) -> None:
        self.loop = asyncio.new_event_loop()
        self.meeting = Meeting(MemoryLog(), clock=ManualClock())
        settings = SessionSettings(lobby=lobby, capacity=capacity)
        facts = a_session(settings=settings).model_copy(update={"session": SESSION})
        self.meeting.session = SESSION
        self.run(self.meeting.live.open(facts))
        self.run(self.meeting.live.tell(SESSION, enter(VISITORS[0])))
        self.followed: set[str] = {EVERYONE, MODERATORS}
        for audience in AUDIENCES:
            self.open_a_window(audience)

    def teardown(self) -> None:
        if hasattr(self, "loop"):
            self.loop.close()

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    @rule(by=anybody, command=any_client_command)
    def act(self, by: ParticipantId, command: ClientCommand) -> None:
        self._try(self.meeting.do(by, command))

    @rule(command=any_client_command)
    def host_acts(self, command: ClientCommand) -> None:
        self._try(self.meeting.do(PEOPLE[0], command))

    @rule(command=any_system_command)
    def happen(self, command: SystemCommand) -> None:
        self._try(self.meeting.live.tell(SESSION, command))

    @rule(seconds=st.sampled_from([1, 30, 61]))
    def wait(self, seconds: int) -> None:
        self.meeting.clock.advance(seconds)
        self.run(self.meeting.live.tick())

    @rule(audience=st.sampled_from(AUDIENCES))
    def open_a_window(self, audience: Any) -> None:
        self.meeting.sockets.follow(audience, self.run(self.meeting.live.snapshot(SESSION, audience)))

    @rule()
    def restart(self) -> None:
        """Another process takes over; clients keep what they show, and ask again only on a gap."""
        again = Meeting(self.meeting.log, clock=self.meeting.clock)
        again.sockets.screens = self.meeting.sockets.screens
        again.session = SESSION
        self.meeting = again
        self.run(again.live.restore())

    def _try(self, work: Any) -> None:
        """Do it, or be refused with a code that the client knows."""
        try:
            self.run(work)
        except Refusal as refusal:
            if refusal.code not in KNOWN_CODES:
                raise

    @invariant()
    def screens_show_what_the_server_shows(self) -> None:
        """A gap makes a client ask; somebody who comes to the door gets a snapshot there; nothing else helps."""
        followed = self._followed()
        for audience in AUDIENCES:
            screen = self.meeting.sockets.screens[audience]
            snapshot = self.run(self.meeting.live.snapshot(SESSION, audience))
            assert no_nulls(snapshot.view)
            if audience not in followed:
                continue
            if screen.gaps or audience not in self.followed:
                screen = self.meeting.sockets.follow(audience, snapshot)
            assert screen.view == snapshot.view, audience
        self.gaps_among_those_inside()
        self.followed = followed

    def gaps_among_those_inside(self) -> None:
        """One process tells everything, so those who are in never have to ask."""
        assert [self.meeting.sockets.screens[audience].gaps for audience in (EVERYONE, MODERATORS)] == [0, 0]

    def _followed(self) -> set[str]:
        presence = self.run(self.meeting.live.presence(SESSION))
        return {EVERYONE, MODERATORS, *map(waiting, presence.waiting)}

    @invariant()
    def the_log_alone_gives_the_same_state(self) -> None:
        rules = Rules(LIVE_SLICES)
        facts = self.run(self.meeting.log.facts(SESSION))
        events = [event for _, event in self.run(self.meeting.log.read(SESSION, 0))]
        folded = rules.fold(rules.begin(facts), events)
        for audience in (EVERYONE, MODERATORS):
            shown = {part.name: part.view(folded.states[part.name], audience) for part in LIVE_SLICES}
            assert self.run(self.meeting.live.snapshot(SESSION, audience)).view == shown
        if not folded.presence.ended:
            assert self.meeting.wishes.last.get(SESSION, {}) == granted(rules, folded)

    @invariant()
    def the_room_is_in_order(self) -> None:
        view = self.run(self.meeting.rooms())
        presence = self.run(self.meeting.live.presence(SESSION))
        if not presence.ended:
            assert set(view["participants"]) == set(presence.people)
            assert {who: one["role"] for who, one in view["participants"].items()} == {
                who: present.role for who, present in presence.people.items()
            }
            assert set(view["waiting"]) == set(presence.waiting)
            assert not set(view["waiting"]) & set(view["participants"])


def granted(rules: Rules, folded: Folded) -> Grants:
    """What participants may do, computed anew."""
    return meet([part.grants(folded.states[part.name]) for part in rules.slices], folded.presence.people)


def no_nulls(value: Any) -> bool:
    """Whether a merge patch can say it."""
    if isinstance(value, dict):
        return all(no_nulls(inner) for inner in value.values())
    return value is not None and not isinstance(value, list)


AnyMeeting.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestAnyMeeting = AnyMeeting.TestCase
