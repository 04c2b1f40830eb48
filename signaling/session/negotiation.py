"""One client's offers, answered: tracks bound to m-lines, received tracks placed, the transport told."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from livekit.protocol.rtc import SessionDescription

from signaling.plane import IncomingTrack, Mid, OutgoingTrack, Peer, RemoteTransport, TrackSid
from signaling.rooms.participant import Participant
from signaling.rooms.tracks import Track
from signaling.sdp.answerer import Placement, Published, answer_offer
from signaling.sdp.codecs import choose_codec, choose_extensions
from signaling.sdp.offer import Offer, parse_offer
from signaling.sdp.slots import Slots
from signaling.session.binding import Binding, bind_tracks

# Now and then Firefox loses every packet of a track whose first one comes while it still applies the answer.
FIREFOX_SETTLES = 0.3  # seconds


def random_ssrc() -> int:
    return secrets.randbelow((1 << 32) - 1) + 1


@dataclass(frozen=True, slots=True)
class Negotiated:
    """The answer to send, and what the offer changed about the participant's own tracks."""

    answer: SessionDescription
    published: tuple[Track, ...]
    ended: tuple[Track, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """What the media side was told with the last answer."""

    remote: RemoteTransport
    incoming: tuple[IncomingTrack, ...]
    outgoing: tuple[OutgoingTrack, ...]


class Negotiation:
    """The state that lasts from one offer of a client to the next."""

    def __init__(self, peer: Peer) -> None:
        self.slots = Slots(random_ssrc)
        self._settling: asyncio.TimerHandle | None = None
        self._peer = peer
        self._session_id = secrets.randbits(62)
        self._version = 0
        self._sending: tuple[OutgoingTrack, ...] = ()
        self._last: Applied | None = None

    def answer(
        self, description: SessionDescription, participant: Participant, stream_of: Mapping[TrackSid, str]
    ) -> Negotiated:
        """Raises MalformedOffer; nothing has changed then."""
        offer = parse_offer(description.sdp)
        binding = bind_tracks(participant, offer.sections)
        receiving = [
            (s.mid, s.media)
            for s in offer.sections
            if s.kind != "application" and not s.rejected and s.direction == "recvonly" and choose_codec(s)
        ]
        restarts = self._last is not None and self._last.remote.ice != offer.remote.ice
        local = self._peer.restart_ice() if restarts else self._peer.local
        self._version += 1
        placement = Placement(
            local=local,
            session_id=self._session_id,
            version=self._version,
            published={mid: how_published(track) for mid, track in binding.bound.items()},
            received=self.slots.place(receiving),
            stream_of=stream_of,
        )
        answer = answer_offer(offer, placement)
        self._last = Applied(offer.remote, incoming_tracks(offer, binding), answer.outgoing)
        self._begin(self._last, FIREFOX_SETTLES if offer.is_from_firefox else 0.0)
        fresh = [(mid, track) for mid, track in binding.bound.items() if track.mid != mid]
        for mid, track in fresh:
            track.mid = mid
            track.info.mid = mid
            for codec in track.info.codecs:
                codec.mid = mid
        message = SessionDescription(
            type="answer", sdp=answer.sdp, id=description.id, mid_to_track_id=answer.mid_to_track
        )
        return Negotiated(message, tuple(track for _, track in fresh), binding.ended)

    def enforce(self) -> None:
        """Stop sending, without waiting for the client's next offer, whatever it shall not receive any more."""
        if self._last is None:
            return
        wanted = set(self.slots.wanted)
        allowed = tuple(one for one in self._last.outgoing if one.track in wanted and self._may_begin(one))
        if allowed != self._sending:
            self._apply(self._last, allowed)

    def close(self) -> None:
        if self._settling is not None:
            self._settling.cancel()
            self._settling = None

    def _begin(self, state: Applied, settle: float) -> None:
        """Put an answer into force. New tracks begin after the client's time to settle."""
        self.close()
        if settle and any(one not in self._sending for one in state.outgoing):
            self._settling = asyncio.get_running_loop().call_later(settle, self._settled)
        self._apply(state, tuple(one for one in state.outgoing if self._may_begin(one)))

    def _may_begin(self, one: OutgoingTrack) -> bool:
        return self._settling is None or one in self._sending

    def _settled(self) -> None:
        self._settling = None
        self.enforce()

    def _apply(self, state: Applied, outgoing: tuple[OutgoingTrack, ...]) -> None:
        self._sending = outgoing
        self._peer.apply(state.remote, state.incoming, outgoing)


def how_published(track: Track) -> Published:
    return Published(track.sid, stereo=track.info.stereo, dtx=not track.info.disable_dtx)


def lowest_first(rids: list[str]) -> tuple[str, ...]:
    """Browsers list `q;h;f`, the Rust core `f;h;q`."""
    return tuple(sorted(rids, key="qhf".find))


def incoming_tracks(offer: Offer, binding: Binding) -> tuple[IncomingTrack, ...]:
    """What the transport must know to recognise the packets of each published track."""
    incoming = []
    for section in offer.sections:
        track = binding.bound.get(Mid(section.mid))
        chosen = choose_codec(section) if track is not None else None
        if track is None or chosen is None:
            continue
        repair = set(section.rtx_ssrcs.values())
        listed = () if section.rids else tuple(ssrc for ssrc in section.ssrcs if ssrc not in repair)
        incoming.append(
            IncomingTrack(
                track=track.sid,
                mid=section.mid,
                kind=section.media,
                codecs=(chosen.codec,),
                extensions=choose_extensions(section),
                ssrcs=listed,
                rtx_ssrcs={} if section.rids else dict(section.rtx_ssrcs),
                rids=lowest_first(section.rids),
            )
        )
    return tuple(incoming)
