"""Which m-line of an offer carries which track of the person who offers it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from signaling.plane import Mid
from signaling.rooms.participant import Participant
from signaling.rooms.tracks import Track
from signaling.sdp.offer import Section


@dataclass(frozen=True, slots=True)
class Binding:
    """`bound` is every m-line that carries a track from now on; `ended` are tracks whose m-line sends no more."""

    bound: dict[Mid, Track]
    ended: tuple[Track, ...]


def bind_tracks(participant: Participant, sections: Iterable[Section]) -> Binding:
    """Match by the client's track id; failing that, by kind, oldest wish first.

    Firefox writes another id into its offer than it announced, so the second way is needed. Tracks that the
    participant may not publish have been refused or dropped before and are not found here.
    """
    sending = [section for section in sections if section.kind != "application" and section.sends]
    published = {track.mid: track for track in participant.tracks.values()}
    pending = list(participant.pending.values())
    bound: dict[Mid, Track] = {}
    for section in sending:
        exact = next((t for t in pending if t.kind == section.kind and t.answers_to(section.cid)), None)
        if exact is not None:
            pending.remove(exact)
            bound[section.mid] = exact
        elif section.mid in published and published[section.mid].kind == section.kind:
            bound[section.mid] = published[section.mid]
    for section in sending:
        if section.mid not in bound:
            guess = next((t for t in pending if t.kind == section.kind), None)
            if guess is not None:
                pending.remove(guess)
                bound[section.mid] = guess
    kept = {track.sid for track in bound.values()}
    return Binding(bound, tuple(t for t in participant.tracks.values() if t.sid not in kept))
