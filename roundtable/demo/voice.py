"""Voices that say nothing in no language, but sound like somebody talking: babble from a source and moving formants."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 48_000
_DRAFT_RATE = 16_000
"""Speech has little above 8 kHz, and a third of the samples costs a third of the time."""
_FRAME_RATE = 100
_STEP = _DRAFT_RATE // _FRAME_RATE

Samples = npt.NDArray[np.int16]
Curve = npt.NDArray[np.float64]

VOWELS = np.array(
    [
        [800, 1200, 2500],
        [500, 1900, 2600],
        [300, 2300, 3000],
        [500, 900, 2500],
        [320, 800, 2300],
        [450, 1350, 2400],
    ],
    dtype=np.float64,
)
"""First three formants in Hz of a, e, i, o, u and the neutral vowel, for a low voice."""
BANDWIDTHS = np.array([90.0, 110.0, 170.0])
LOUDNESS = np.array([1.0, 0.55, 0.25])
TONES = ((1.15, 1.15), (0.95, 1.2), (0.9, 0.95), (1.25, 0.85), (1.0, 0.95))
"""How pitch moves within a syllable, as in spoken Chinese: level, rising, dipping, falling, light."""


@dataclass(frozen=True)
class Voice:
    """What makes one person sound unlike another."""

    pitch: float
    """Mean pitch in Hz: 100 is a low voice, 220 a high one."""
    tract: float = 1.0
    """Scale of all formants: above 1 for a shorter throat."""
    pace: float = 1.0
    """Syllables come this much faster than average."""


def phrase(voice: Voice, chance: np.random.Generator, syllables: int | None = None) -> Samples:
    """One breath of babble, one to three seconds, with a short silence at the end."""
    count = syllables or int(chance.integers(5, 12))
    parts = [_syllable(voice, chance, 1.08 - 0.22 * index / count) for index in range(count)]
    pitch = np.concatenate([part.pitch for part in parts])
    level = np.concatenate([part.level for part in parts])
    formants = _smooth(np.concatenate([part.formants for part in parts]))
    noise = np.concatenate([part.noise for part in parts])
    voiced = _voiced(pitch, level, formants)
    hiss = _upsampled(noise) * np.diff(chance.standard_normal(len(voiced) + 1))
    draft = voiced / (np.max(np.abs(voiced)) + 1e-9) + 0.1 * hiss
    positions = np.arange(len(draft) * 3) / 3
    full = np.interp(positions, np.arange(len(draft)), draft)
    silence = np.zeros(int(SAMPLE_RATE * chance.uniform(0.12, 0.4)))
    samples: Samples = np.clip(np.concatenate([full, silence]) * 9_000, -32_000, 32_000).astype(np.int16)
    return samples


def loudness(samples: Samples) -> float:
    """How loud a piece is, 0 to 1: what opens the mouth of a drawn face."""
    return float(min(1.0, np.sqrt(np.mean(samples.astype(np.float64) ** 2)) / 4_000)) if len(samples) else 0.0


@dataclass(frozen=True)
class _Syllable:
    pitch: Curve
    level: Curve
    formants: Curve
    noise: Curve


def _syllable(voice: Voice, chance: np.random.Generator, declination: float) -> _Syllable:
    """A burst of noise for a consonant, then a vowel that glides to another, at 100 points a second."""
    consonant = int(chance.integers(2, 7))
    vowel = int(chance.integers(9, 18) / voice.pace)
    length = consonant + vowel
    start, end = TONES[int(chance.integers(len(TONES)))]
    pitch = voice.pitch * declination * np.linspace(start, end, length) * (1 + 0.012 * chance.standard_normal(length))
    level = np.concatenate([np.full(consonant, 0.04), np.sin(np.linspace(0.25, np.pi * 0.97, vowel)) ** 0.6])
    first, second = VOWELS[chance.integers(len(VOWELS), size=2)] * voice.tract
    glide = np.linspace(0, 1, length)[:, None]
    noise = np.concatenate([np.full(consonant, chance.uniform(0.1, 1.0)), np.full(vowel, 0.015)])
    return _Syllable(pitch, level, first * (1 - glide) + second * glide, noise)


def _voiced(pitch: Curve, level: Curve, formants: Curve) -> Curve:
    """Add up the harmonics, each as loud as the formants near it make it."""
    phase = 2 * np.pi * np.cumsum(_upsampled(pitch)) / _DRAFT_RATE
    sound = np.zeros(len(phase))
    for harmonic in range(1, int(4_200 / float(np.min(pitch))) + 1):
        frequency = (harmonic * pitch)[:, None]
        gain = np.sum(LOUDNESS / (1 + ((frequency - formants) / BANDWIDTHS) ** 2), axis=1) / harmonic**0.4
        sound += _upsampled(gain * level) * np.sin(harmonic * phase)
    return sound


def _smooth(curves: Curve) -> Curve:
    """Let the mouth take 50 ms from one position to the next."""
    window = np.ones(5) / 5
    padded = np.pad(curves, ((2, 2), (0, 0)), mode="edge")
    return np.stack([np.convolve(column, window, mode="valid") for column in padded.T], axis=1)


def _upsampled(curve: Curve) -> Curve:
    points = np.arange(len(curve) * _STEP) / _STEP
    return np.interp(points, np.arange(len(curve)), curve)
