"""From an SSRC to the layer it belongs to, for one publisher (RFC 8843 §9.2, RFC 8852)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from signaling.forwarding.layer import Layer
from signaling.forwarding.levels import Loudness
from signaling.forwarding.rtp import MID_URI, REPAIRED_RID_URI, RID_URI
from signaling.forwarding.source import Source
from signaling.forwarding.track import Track
from signaling.plane import IncomingTrack, Mid, Quality, TrackSid

MAX_SOURCES = 64  # SSRCs one publisher may use: about 15 in a browser with everything on
_AUDIO_CLOCK, _VIDEO_CLOCK = 48_000, 90_000


class Router:
    """What one client publishes."""

    def __init__(self, ask_key_frame: Callable[[int], None]) -> None:
        self._ask_key_frame = ask_key_frame
        self.sources: dict[int, Source] = {}
        self.incoming: dict[Mid, IncomingTrack] = {}
        self._layers: dict[Mid, dict[Quality, Layer]] = {}
        self.loudness: dict[TrackSid, Loudness] = {}
        self._ids: tuple[frozenset[int], frozenset[int], frozenset[int]] = (frozenset(),) * 3

    def apply(
        self, incoming: Sequence[IncomingTrack], track: Callable[[TrackSid], Track], now: float
    ) -> tuple[TrackSid, ...]:
        """Take everything this client publishes; returns the tracks that ended."""
        described = {one.mid: one for one in incoming}
        ended = [old for mid, old in self.incoming.items() if not _is_same(old, described.get(mid))]
        for old in ended:
            self._end(old, track(old.track))
        for mid, one in described.items():
            if mid not in self._layers:
                self._begin(one, track(one.track), now)
        self.incoming = described
        for source in self.sources.values():
            source.configure(described[source.incoming.mid])
        for one in incoming:
            self._announce(one)
        self._ids = tuple(  # type: ignore[assignment]
            frozenset(one.extensions[uri] for one in incoming if uri in one.extensions)
            for uri in (MID_URI, RID_URI, REPAIRED_RID_URI)
        )
        return tuple(old.track for old in ended)

    def _begin(self, one: IncomingTrack, track: Track, now: float) -> None:
        rate = _AUDIO_CLOCK if one.kind == "audio" else _VIDEO_CLOCK
        codecs, track.kind = one.codecs, one.kind
        if one.rids:
            layers = {quality: Layer(track, quality, codecs, rate) for quality in _qualities(one.rids)}
        else:
            layers = {Quality.HIGH: Layer(track, Quality.HIGH, codecs, rate)}
        self._layers[one.mid] = layers
        self.loudness[one.track] = Loudness()
        track.publish(layers, now)

    def _end(self, old: IncomingTrack, track: Track) -> None:
        for ssrc in [ssrc for ssrc, source in self.sources.items() if source.incoming.mid == old.mid]:
            del self.sources[ssrc]
        self._layers.pop(old.mid, None)
        self.loudness.pop(old.track, None)
        track.unpublish()

    def _announce(self, one: IncomingTrack) -> None:
        """Sources that the offer names itself. With simulcast their order means nothing: RIDs tell them apart."""
        for ssrc in () if one.rids else one.ssrcs[:1]:
            if ssrc not in self.sources:
                self._add(ssrc, one, self._layers[one.mid][Quality.HIGH])
        for media, repair in one.rtx_ssrcs.items():
            if media in self.sources and repair not in self.sources:
                self._add_repair(repair, self.sources[media])

    def _add(self, ssrc: int, one: IncomingTrack, layer: Layer) -> Source | None:
        if len(self.sources) >= MAX_SOURCES:
            return None
        if layer.ask_key_frame is not None:
            layer.restart()
            for old in [old for old, known in self.sources.items() if known.layer is layer]:
                del self.sources[old]
        source = Source(ssrc, one, layer, self.loudness[one.track])
        layer.ask_key_frame = lambda: self._ask_key_frame(ssrc)
        self.sources[ssrc] = source
        return source

    def _add_repair(self, ssrc: int, media: Source) -> Source | None:
        if len(self.sources) >= MAX_SOURCES:
            return None
        source = Source(ssrc, media.incoming, media.layer, media.loudness)
        source.repairs = media
        self.sources[ssrc] = source
        return source

    def resolve(self, ssrc: int, payload_type: int, elements: dict[int, bytes]) -> Source | None:
        """The source of a packet from an SSRC not heard before, by its MID and RID, else by its payload type."""
        mid, rid, repaired = (_text(elements, ids) for ids in self._ids)
        one = self.incoming.get(Mid(mid)) if mid is not None else self._by_payload_type(payload_type)
        if one is None:
            return None
        repairs = any(codec.rtx_payload_type == payload_type for codec in one.codecs)
        if not repairs and all(codec.payload_type != payload_type for codec in one.codecs):
            return None  # forward error correction, or something that was never agreed on
        quality = Quality.HIGH
        if one.rids:
            name = repaired or rid
            qualities = dict(zip(one.rids, _qualities(one.rids), strict=False))
            if name not in qualities:
                return None
            quality = qualities[name]
        layer = self._layers[one.mid][quality]
        if repairs:
            media = next((s for s in self.sources.values() if s.layer is layer and s.repairs is None), None)
            return self._add_repair(ssrc, media) if media is not None else None
        return self._add(ssrc, one, layer)

    def _by_payload_type(self, payload_type: int) -> IncomingTrack | None:
        """The one track whose codec this is, if only one of those that name no source still waits for its own."""
        heard = {source.incoming.mid for source in self.media()}
        fitting = [
            one
            for one in self.incoming.values()
            if not (one.rids or one.ssrcs)
            and one.mid not in heard
            and any(codec.payload_type == payload_type for codec in one.codecs)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def media(self) -> Iterable[Source]:
        """Sources of media that were heard."""
        return (s for s in self.sources.values() if s.repairs is None and s.reception is not None)


def _is_same(old: IncomingTrack, new: IncomingTrack | None) -> bool:
    """Whether an m-line still carries the same track in the same shape; numbers of extensions may differ."""
    return new is not None and (old.track, old.kind, old.codecs, old.rids) == (
        new.track,
        new.kind,
        new.codecs,
        new.rids,
    )


def _qualities(rids: tuple[str, ...]) -> list[Quality]:
    """Qualities of the encodings, lowest first. Two encodings are low and medium, as in LiveKit."""
    return [Quality.LOW, Quality.MEDIUM, Quality.HIGH][: len(rids)]


def _text(elements: dict[int, bytes], ids: frozenset[int]) -> str | None:
    for number in ids:
        if number in elements:
            return elements[number].decode("ascii", "replace")
    return None
