"""Who speaks: from loudness readings to the changes that clients are told."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from signaling.rooms.participant import ParticipantSid

LOUD = 0.005  # readings below are noise; the media side has already told speech from silence
STEPS = 8  # levels are told in eighths, so that small changes are not told at all
HOLD = 2  # silent readings until somebody counts as silent: a pause between words is no end


@dataclass(frozen=True, slots=True)
class SpeakerChange:
    sid: ParticipantSid
    level: float  # 0..1
    active: bool


class Speakers:
    """The speakers of one room. `observe` takes one reading and tells what changed since the last."""

    def __init__(self) -> None:
        self._told: dict[ParticipantSid, float] = {}
        self._silent_for: dict[ParticipantSid, int] = {}

    def observe(self, loudness: Mapping[ParticipantSid, float]) -> list[SpeakerChange]:
        """Loudest first, as clients show them; those who fell silent last."""
        changes = []
        for sid, level in sorted(loudness.items(), key=lambda one: -one[1]):
            if level >= LOUD:
                self._silent_for[sid] = 0
                told = math.ceil(min(level, 1.0) * STEPS) / STEPS
                if self._told.get(sid) != told:
                    self._told[sid] = told
                    changes.append(SpeakerChange(sid, told, active=True))
        for sid in list(self._told):
            if loudness.get(sid, 0.0) < LOUD:
                self._silent_for[sid] += 1
                if self._silent_for[sid] >= HOLD:
                    del self._told[sid], self._silent_for[sid]
                    changes.append(SpeakerChange(sid, 0.0, active=False))
        return changes

    def now(self) -> list[SpeakerChange]:
        """Everybody who speaks at this moment, for a newcomer."""
        return [SpeakerChange(sid, level, active=True) for sid, level in self._told.items()]
