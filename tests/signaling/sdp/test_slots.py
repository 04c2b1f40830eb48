"""Tracks on m-lines, over many offers."""

from __future__ import annotations

from itertools import count

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from signaling.plane import Kind, Mid, TrackSid
from signaling.sdp.slots import MAX_RECEIVED, Requirement, Slots


def new_slots() -> Slots:
    numbers = count(1)
    return Slots(lambda: next(numbers))


def lines(audio: int, video: int) -> list[tuple[Mid, Kind]]:
    return [(Mid(f"a{n}"), "audio") for n in range(audio)] + [(Mid(f"v{n}"), "video") for n in range(video)]


def placed(slots: Slots, receiving: list[tuple[Mid, Kind]]) -> dict[str, str]:
    return {mid: str(slot.track) for mid, slot in slots.place(receiving).items()}


def test_the_first_tracks_take_the_lines_that_are_there() -> None:
    slots = new_slots()
    slots.want(TrackSid("voice"), "audio")
    slots.want(TrackSid("picture"), "video")
    assert placed(slots, lines(3, 3)) == {"a0": "voice", "v0": "picture"}
    assert slots.requirement() is None


def test_a_client_is_asked_for_as_many_lines_as_are_missing() -> None:
    slots = new_slots()
    slots.place(lines(3, 3))
    for number in range(5):
        slots.want(TrackSid(f"voice{number}"), "audio")
    assert slots.requirement() == Requirement(audios=2, videos=0)
    assert len(slots.place(lines(5, 3))) == 5
    assert slots.requirement() is None


def test_a_line_is_empty_in_one_answer_before_it_carries_another_track() -> None:
    slots = new_slots()
    slots.want(TrackSid("first"), "video")
    slots.place(lines(0, 1))
    slots.release(TrackSid("first"))
    slots.want(TrackSid("second"), "video")
    assert slots.requirement() == Requirement(0, 0)
    assert placed(slots, lines(0, 1)) == {}
    assert slots.requirement() == Requirement(0, 0)
    assert placed(slots, lines(0, 1)) == {"v0": "second"}
    assert slots.requirement() is None


def test_a_line_that_the_client_takes_for_itself_moves_the_track() -> None:
    slots = new_slots()
    slots.want(TrackSid("voice"), "audio")
    slots.place(lines(2, 0))
    assert placed(slots, lines(2, 0)[1:]) == {"a1": "voice"}


def test_more_tracks_than_lines_may_exist_wait_quietly() -> None:
    slots = new_slots()
    for number in range(200):
        slots.want(TrackSid(f"t{number}"), "audio")
    slots.place(lines(0, 0))
    assert slots.requirement() == Requirement(MAX_RECEIVED["audio"], 0)
    slots.place(lines(MAX_RECEIVED["audio"], 0))
    assert slots.requirement() is None
    slots.release(TrackSid("t0"))
    assert slots.requirement() == Requirement(0, 0)


def test_whoever_speaks_gets_a_line_from_who_was_silent_longest() -> None:
    slots = new_slots()
    most = MAX_RECEIVED["audio"]
    for number in range(most + 2):
        slots.want(TrackSid(f"t{number}"), "audio")
    slots.place(lines(most, 0))
    assert not slots.prefer(TrackSid("t0"))
    assert slots.requirement() is None
    assert slots.prefer(TrackSid(f"t{most}"))
    assert slots.requirement() == Requirement(0, 0)
    slots.place(lines(most, 0))
    slots.place(lines(most, 0))
    assert TrackSid(f"t{most}") in slots.carried()
    assert TrackSid(f"t{most - 1}") not in slots.carried()
    assert slots.requirement() is None


class Meeting(RuleBasedStateMachine):
    """A client that obeys every requirement, and tracks that come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.slots = new_slots()
        self.wanted: dict[TrackSid, Kind] = {}
        self.have: dict[Kind, int] = {"audio": 3, "video": 3}
        self.before: dict[Mid, TrackSid] = {}
        self.number = 0
        self.offer()  # nothing is asked of a client before its first offer

    @rule(kind=st.sampled_from(["audio", "video"]), many=st.integers(1, 9))
    def come(self, kind: Kind, many: int) -> None:
        for _ in range(many):
            self.number += 1
            sid = TrackSid(f"TR_{self.number}")
            self.wanted[sid] = kind
            self.slots.want(sid, kind)

    @rule(data=st.data())
    def go(self, data: st.DataObject) -> None:
        if self.wanted:
            sid = data.draw(st.sampled_from(sorted(self.wanted)))
            del self.wanted[sid]
            self.slots.release(sid)

    @rule()
    def settle(self) -> None:
        """Offers and answers until nothing more is asked: soon, and then everything that fits is carried."""
        for _ in range(4):
            requirement = self.slots.requirement()
            if requirement is None:
                break
            self.have["audio"] += requirement.audios
            self.have["video"] += requirement.videos
            self.offer()
        assert self.slots.requirement() is None
        carried = self.slots.carried()
        for kind in MAX_RECEIVED:
            wanted = [sid for sid, one in self.wanted.items() if one == kind]
            assert sum(1 for sid in wanted if sid in carried) == min(len(wanted), self.have[kind])
            assert len(wanted) <= self.have[kind] or self.have[kind] == MAX_RECEIVED[kind]

    @rule()
    def offer(self) -> None:
        now = {mid: slot.track for mid, slot in self.slots.place(lines(self.have["audio"], self.have["video"])).items()}
        for mid, track in now.items():
            assert track is not None
            assert self.before.get(mid, track) == track, "a line changed its track without a pause"
        self.before = {mid: track for mid, track in now.items() if track is not None}

    @invariant()
    def no_track_is_carried_twice(self) -> None:
        tracks = [slot.track for slot in self.slots.carried().values()]
        assert len(tracks) == len(set(tracks))

    @invariant()
    def lines_stay_bounded(self) -> None:
        assert all(self.have[kind] <= MAX_RECEIVED[kind] for kind in MAX_RECEIVED)


TestMeeting = Meeting.TestCase


@given(st.integers(0, 28), st.integers(0, 28))
def test_any_first_offer_places_what_fits(audio: int, video: int) -> None:
    slots = new_slots()
    for number in range(10):
        slots.want(TrackSid(f"a{number}"), "audio")
        slots.want(TrackSid(f"v{number}"), "video")
    assert len(slots.place(lines(audio, video))) == min(audio, 10) + min(video, 10)
