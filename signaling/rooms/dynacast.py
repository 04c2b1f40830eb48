"""Which simulcast layers a publisher should send at all (`subscribed_quality_update`)."""

from __future__ import annotations

from collections.abc import Mapping

from livekit.protocol.models import VideoQuality
from livekit.protocol.rtc import SubscribedCodec, SubscribedQuality, SubscribedQualityUpdate

from signaling.plane import Quality

HOLD = 3.0  # seconds a layer stays on after its last receiver: people switch views back and forth
CODEC = "vp8"


class LayerDemand:
    """The demand for one track's layers. Clients begin with every layer on."""

    def __init__(self) -> None:
        self._on: dict[Quality, bool] = {}
        self._fewer_since: float | None = None

    def change(self, wanted: Mapping[Quality, bool], now: float) -> dict[Quality, bool] | None:
        """The layers to announce, or None. More is announced at once, less only after it has lasted."""
        before = {quality: self._on.get(quality, True) for quality in wanted}
        if dict(wanted) == before:
            self._fewer_since = None
            return None
        if not any(is_on and not before[quality] for quality, is_on in wanted.items()):
            self._fewer_since = now if self._fewer_since is None else self._fewer_since
            if now - self._fewer_since < HOLD:
                return None
        self._fewer_since = None
        self._on = dict(wanted)
        return self._on


def quality_update(track: str, layers: Mapping[Quality, bool]) -> SubscribedQualityUpdate:
    """The announcement, in the form of older clients too."""
    qualities = [
        SubscribedQuality(quality=VideoQuality.Name(quality), enabled=is_on)
        for quality, is_on in sorted(layers.items())
        if quality <= Quality.HIGH
    ]
    codec = SubscribedCodec(codec=CODEC, qualities=qualities)
    return SubscribedQualityUpdate(track_sid=track, subscribed_qualities=qualities, subscribed_codecs=[codec])
