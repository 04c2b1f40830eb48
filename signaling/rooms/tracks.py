"""A published track, from the wish to publish (AddTrack) to the m-line that carries it."""

from __future__ import annotations

from dataclasses import dataclass, field

from livekit.protocol.models import SimulcastCodecInfo, TrackInfo, TrackSource, TrackType, VideoLayer, VideoQuality
from livekit.protocol.rtc import AddTrackRequest

from signaling.plane import Kind, Mid, TrackSid
from signaling.rooms.dynacast import LayerDemand

MAX_TRACK_NAME = 256  # characters; as LiveKit's limit for names
MAX_LAYERS = 4  # three simulcast layers and room for one more
RIDS = {VideoQuality.LOW: "q", VideoQuality.MEDIUM: "h", VideoQuality.HIGH: "f"}


@dataclass(slots=True, eq=False)
class Track:
    """One track of one participant. Pending until an offer brings an m-line for it, published from then on."""

    sid: TrackSid
    cid: str
    kind: Kind
    info: TrackInfo
    other_cids: tuple[str, ...] = ()
    mid: Mid | None = None
    subscribers_told: bool = False
    demand: LayerDemand = field(default_factory=LayerDemand)

    @property
    def muted(self) -> bool:
        return self.info.muted

    @property
    def source(self) -> int:
        return int(self.info.source)

    def answers_to(self, cid: str) -> bool:
        return cid == self.cid or cid in self.other_cids


def track_from_request(sid: TrackSid, request: AddTrackRequest) -> Track:
    """What AddTrack announces. Everything the client wrote is copied field by field, and bounded."""
    kind: Kind = "audio" if request.type == TrackType.AUDIO else "video"
    layers = list(request.layers)[:MAX_LAYERS]
    for codec in request.simulcast_codecs:
        layers = layers or list(codec.layers)[:MAX_LAYERS]
    mime = "audio/opus" if kind == "audio" else "video/VP8"
    info = TrackInfo(
        sid=sid,
        type=request.type,
        name=request.name[:MAX_TRACK_NAME],
        muted=request.muted,
        width=request.width,
        height=request.height,
        simulcast=len(layers) > 1,
        disable_dtx=request.disable_dtx,
        source=request.source,
        layers=[named_layer(layer) for layer in layers],
        mime_type=mime,
        stereo=request.stereo,
        disable_red=True,
        encryption=request.encryption,
        stream=request.stream[:MAX_TRACK_NAME],
        audio_features=request.audio_features,
        backup_codec_policy=request.backup_codec_policy,
        codecs=[SimulcastCodecInfo(mime_type=mime, cid=request.cid, layers=layers)],
    )
    if kind == "audio" and request.source == TrackSource.UNKNOWN:
        info.source = TrackSource.MICROPHONE
    other = tuple(codec.cid for codec in request.simulcast_codecs[:MAX_LAYERS] if codec.cid)
    return Track(sid=sid, cid=request.cid, kind=kind, info=info, other_cids=other)


def named_layer(layer: VideoLayer) -> VideoLayer:
    """The layer with its rid filled in where an older client left it out."""
    named = VideoLayer()
    named.CopyFrom(layer)
    if not named.rid:
        named.rid = RIDS.get(layer.quality, "f")
    return named
