"""Who speaks, told in as few words as possible."""

from __future__ import annotations

from signaling.rooms.participant import ParticipantSid
from signaling.rooms.speakers import SpeakerChange, Speakers

ALICE, BOB = ParticipantSid("PA_alice"), ParticipantSid("PA_bob")


def test_beginning_and_ending_are_told_once() -> None:
    speakers = Speakers()
    assert speakers.observe({ALICE: 0.2}) == [SpeakerChange(ALICE, 0.25, active=True)]
    assert speakers.observe({ALICE: 0.2}) == []
    assert speakers.observe({ALICE: 0.24}) == []
    assert speakers.observe({ALICE: 0.3}) == [SpeakerChange(ALICE, 0.375, active=True)]
    assert speakers.observe({}) == []
    assert speakers.observe({}) == [SpeakerChange(ALICE, 0.0, active=False)]
    assert speakers.observe({}) == []


def test_a_pause_between_words_is_no_end() -> None:
    speakers = Speakers()
    speakers.observe({ALICE: 0.2})
    for _ in range(3):
        assert speakers.observe({}) == []
        assert speakers.observe({ALICE: 0.2}) == []


def test_the_loudest_comes_first_and_silence_does_not_count() -> None:
    speakers = Speakers()
    changes = speakers.observe({ALICE: 0.1, BOB: 2.0, ParticipantSid("PA_quiet"): 0.001})
    assert changes == [SpeakerChange(BOB, 1.0, active=True), SpeakerChange(ALICE, 0.125, active=True)]
    assert speakers.now() == changes
