"""Voices and faces: they sound and move like somebody, and cost little enough for six on a laptop."""

import time

import numpy as np

from roundtable.demo.cast import CHAIR, GUESTS
from roundtable.demo.picture import FRAMES_PER_SECOND, LETTERS, Portrait
from roundtable.demo.script import SCRIPT
from roundtable.demo.voice import SAMPLE_RATE, Voice, loudness, phrase

EVERYBODY = (CHAIR, *GUESTS)


def spectrum(voice: Voice) -> tuple[np.ndarray, np.ndarray]:
    samples = phrase(voice, np.random.default_rng(7), syllables=12).astype(np.float64)
    return np.abs(np.fft.rfft(samples)) ** 2, np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)


def test_a_phrase_is_a_breath_long_with_syllables_and_a_pause() -> None:
    samples = phrase(Voice(120), np.random.default_rng(1))
    assert 0.6 < len(samples) / SAMPLE_RATE < 4
    assert np.max(np.abs(samples)) > 4_000
    assert not np.any(samples[-int(0.1 * SAMPLE_RATE) :])
    loud = [loudness(samples[start : start + 960]) for start in range(0, len(samples), 960)]
    assert min(loud) < 0.05
    assert max(loud) > 0.2


def test_the_energy_is_where_speech_has_it() -> None:
    power, frequencies = spectrum(Voice(120))
    speech = power[(frequencies > 80) & (frequencies < 4_000)].sum()
    assert speech / power.sum() > 0.95


def test_a_low_voice_has_a_tone_where_a_high_one_has_none() -> None:
    def share_below_150_hz(voice: Voice) -> float:
        power, frequencies = spectrum(voice)
        return float(power[(frequencies > 70) & (frequencies < 150)].sum() / power.sum())

    assert share_below_150_hz(Voice(105)) > 10 * share_below_150_hz(Voice(210, 1.15))


def test_the_same_chance_says_the_same() -> None:
    first, second = (phrase(Voice(150), np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(first, second)


def test_silence_is_not_loud() -> None:
    assert loudness(np.zeros(960, dtype=np.int16)) == 0.0
    assert loudness(np.zeros(0, dtype=np.int16)) == 0.0


def test_every_frame_is_a_whole_picture_that_differs_from_the_last() -> None:
    for character in EVERYBODY:
        portrait = Portrait(character.look)
        frames = [portrait.frame(number / FRAMES_PER_SECOND, 0.0) for number in range(3)]
        assert {len(frame) for frame in frames} == {portrait.width * portrait.height * 3 // 2}
        assert len(set(frames)) == 3


def test_the_mouth_opens_with_the_voice() -> None:
    portrait = Portrait(CHAIR.look)
    shut, open_wide = (np.frombuffer(portrait.frame(1.0, mouth), np.uint8) for mouth in (0.0, 1.0))
    assert np.count_nonzero(shut != open_wide) > 500


def test_six_faces_cost_a_fraction_of_a_core() -> None:
    portrait = Portrait(CHAIR.look)
    began = time.process_time()
    for number in range(FRAMES_PER_SECOND * 6):
        portrait.frame(number / FRAMES_PER_SECOND, 0.5)
    assert time.process_time() - began < 0.4


def test_everybody_in_the_script_sits_at_the_table() -> None:
    names = {character.name for character in EVERYBODY}
    said = {turn.speaker for turn in SCRIPT}
    wrote = {name for turn in SCRIPT for name, _ in turn.lines}
    reacted = {turn.reaction[0] for turn in SCRIPT if turn.reaction}
    assert said | wrote | reacted <= names


def test_every_initial_can_be_drawn() -> None:
    assert {letter for character in EVERYBODY for letter in character.look.initials} <= set(LETTERS)
