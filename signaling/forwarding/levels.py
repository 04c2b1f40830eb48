"""How loud somebody is, from the level that every voice packet carries in clear (RFC 6464)."""

from __future__ import annotations

_SILENT = 127  # -dBov
_SPEAKING = 35  # -dBov: louder than this counts as voice, as LiveKit's default
_SHARE = 0.4  # of the packets since the last reading that must be voice
_SMOOTHING = 0.5  # weight of the newest reading


class Loudness:
    """Levels of one track between two readings."""

    __slots__ = ("_loud", "_packets", "_smoothed", "_sum")

    def __init__(self) -> None:
        self._packets = self._loud = 0
        self._sum = 0.0
        self._smoothed = 0.0

    def heard(self, level: int) -> None:
        """One packet's level, 0 (loudest) to 127."""
        self._packets += 1
        if level <= _SPEAKING:
            self._loud += 1
            self._sum += 10.0 ** (-level / 20.0)

    def read(self) -> float:
        """Loudness 0..1 since the last reading, smoothed; 0 if nothing was said."""
        spoke = self._loud > 0 and self._loud >= _SHARE * self._packets
        now = self._sum / self._loud if spoke else 0.0
        self._packets = self._loud = 0
        self._sum = 0.0
        self._smoothed += (now - self._smoothed) * _SMOOTHING
        if self._smoothed < 0.001:
            self._smoothed = 0.0
        return self._smoothed if spoke else 0.0


def packet_level(element: bytes | None) -> int:
    """The level in the header extension's element, silence without one."""
    return element[0] & 0x7F if element else _SILENT
