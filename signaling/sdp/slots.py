"""Which m-line of one client carries which track to it.

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

    def carried(self) -> dict[TrackSid, Slot]:
        """What the last answer put on m-lines."""
        return {slot.track: slot for slot in self._by_mid.values() if slot.track is not None}

    def requirement(self) -> Requirement | None:
        """What the client must be asked for so that every wanted track, and no other, has a slot; None if it is so.

        A slot about to fall free is waited for rather than doubled.
        """
        carried = self.carried()
        waiting = [kind for track, kind in self._wanted.items() if track not in carried]
        stale = any(track not in self._wanted for track in carried)
        missing = {kind: self._missing(kind, waiting.count(kind)) for kind in MAX_RECEIVED}
        possible = any(waiting.count(kind) and self._room_for(kind) for kind in MAX_RECEIVED)
        if not stale and not possible:
            return None
        return Requirement(missing["audio"], missing["video"])

    def _unused(self, kind: Kind) -> int:
        """Slots that are empty, or will be after the next answer."""
        return sum(1 for s in self._by_mid.values() if s.kind == kind and s.track not in self._wanted)

    def _total(self, kind: Kind) -> int:
        return sum(1 for s in self._by_mid.values() if s.kind == kind)

    def _missing(self, kind: Kind, waiting: int) -> int:
        return max(0, min(waiting - self._unused(kind), MAX_RECEIVED[kind] - self._total(kind)))

    def _room_for(self, kind: Kind) -> bool:
        return self._unused(kind) > 0 or self._total(kind) < MAX_RECEIVED[kind]

    def place(self, receiving: Iterable[tuple[Mid, Kind]]) -> dict[Mid, Slot]:
        """Take the receiving m-lines of a new offer, and return the slots that carry a track in its answer.

        M-lines of released tracks stay empty in this answer; waiting tracks take slots that were empty before it.
        """
        before = self._by_mid
        self._by_mid = {}
        free: dict[Kind, list[Slot]] = {"audio": [], "video": []}
        for mid, kind in receiving:
            slot = before.get(mid)
            if slot is None or slot.kind != kind:
                slot = Slot(mid, kind)
            self._by_mid[mid] = slot
            if slot.track is None:
                free[kind].append(slot)
            elif slot.track not in self._wanted:
                slot.track = None
        self._fill(free)
        return {mid: slot for mid, slot in self._by_mid.items() if slot.track is not None}

    def _fill(self, free: dict[Kind, list[Slot]]) -> None:
        carried = self.carried()
        for track, kind in self._wanted.items():
            if track not in carried and free[kind]:
                slot = free[kind].pop(0)
                slot.track, slot.ssrc, slot.rtx_ssrc = track, self._new_ssrc(), self._new_ssrc()
