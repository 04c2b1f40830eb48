"""Which m-line of one client carries which track to it.

There may be more tracks than m-lines. The tracks stand in an order, and the first ones are carried: whoever speaks, or
is looked at, moves to the front (`prefer`), and the last one gives up its m-line.

A client offers m-lines it is ready to receive on; a slot is one of those. A slot that carried one track can carry
another only after an answer that said `inactive` in between, because browsers fire no new `track` event otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from signaling.plane import Kind, Mid, TrackSid

MAX_RECEIVED: dict[Kind, int] = {"audio": 28, "video": 28}  # with the client's own tracks and data: 64 m-lines


@dataclass(slots=True)
class Slot:
    """A receiving m-line. `track` is what it carries; the SSRCs belong to the slot's present track."""

    mid: Mid
    kind: Kind
    track: TrackSid | None = None
    ssrc: int = 0
    rtx_ssrc: int = 0


@dataclass(frozen=True, slots=True)
class Requirement:
    """How many more receiving m-lines the client should offer. 0 and 0 means: just offer again."""

    audios: int
    videos: int


class Slots:
    """The slots of one client, and the tracks that want one."""

    def __init__(self, new_ssrc: Callable[[], int]) -> None:
        self._new_ssrc = new_ssrc
        self._by_mid: dict[Mid, Slot] = {}
        self._wanted: dict[TrackSid, Kind] = {}

    @property
    def wanted(self) -> Iterable[TrackSid]:
        return self._wanted.keys()

    def want(self, track: TrackSid, kind: Kind) -> None:
        self._wanted.setdefault(track, kind)

    def release(self, track: TrackSid) -> None:
        self._wanted.pop(track, None)

    def prefer(self, track: TrackSid) -> bool:
        """Move a wanted track to the front, where there are too many; True if it has no m-line yet."""
        if track not in self._wanted or not self._is_crowded:
            return False
        self._wanted = {track: self._wanted.pop(track), **self._wanted}
        return all(slot.track != track for slot in self._by_mid.values())

    @property
    def _is_crowded(self) -> bool:
        return len(self._wanted) > min(MAX_RECEIVED.values())

    def _eligible(self) -> dict[TrackSid, Kind]:
        """The wanted tracks that may have an m-line: as many of each kind as there may be m-lines."""
        if not self._is_crowded:
            return self._wanted
        left = dict(MAX_RECEIVED)
        chosen: dict[TrackSid, Kind] = {}
        for track, kind in self._wanted.items():
            if left[kind]:
                left[kind] -= 1
                chosen[track] = kind
        return chosen

    def carried(self) -> dict[TrackSid, Slot]:
        """What the last answer put on m-lines."""
        return {slot.track: slot for slot in self._by_mid.values() if slot.track is not None}

    def requirement(self) -> Requirement | None:
        """What the client must be asked for so that every wanted track, and no other, has a slot; None if it is so.

        A slot about to fall free is waited for rather than doubled.
        """
        carried, eligible = self.carried(), self._eligible()
        waiting = [kind for track, kind in eligible.items() if track not in carried]
        if not waiting and all(track in eligible for track in carried):
            return None
        unused = [slot.kind for slot in self._by_mid.values() if slot.track not in eligible]
        audios, videos = (max(0, waiting.count(kind) - unused.count(kind)) for kind in MAX_RECEIVED)
        return Requirement(audios, videos)

    def place(self, receiving: Iterable[tuple[Mid, Kind]]) -> dict[Mid, Slot]:
        """Take the receiving m-lines of a new offer, and return the slots that carry a track in its answer.

        M-lines of released tracks stay empty in this answer; waiting tracks take slots that were empty before it.
        """
        before, eligible = self._by_mid, self._eligible()
        self._by_mid = {}
        free: dict[Kind, list[Slot]] = {"audio": [], "video": []}
        for mid, kind in receiving:
            slot = before.get(mid)
            if slot is None or slot.kind != kind:
                slot = Slot(mid, kind)
            self._by_mid[mid] = slot
            if slot.track is None:
                free[kind].append(slot)
            elif slot.track not in eligible:
                slot.track = None
        self._fill(free, eligible)
        return {mid: slot for mid, slot in self._by_mid.items() if slot.track is not None}

    def _fill(self, free: dict[Kind, list[Slot]], eligible: dict[TrackSid, Kind]) -> None:
        carried = self.carried()
        for track, kind in eligible.items():
            if track not in carried and free[kind]:
                slot = free[kind].pop(0)
                slot.track, slot.ssrc, slot.rtx_ssrc = track, self._new_ssrc(), self._new_ssrc()
