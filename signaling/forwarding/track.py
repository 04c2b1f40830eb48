"""A published track: its gate, its layers and everybody who receives it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from signaling.forwarding.layer import Layer
from signaling.forwarding.leg import Leg
from signaling.plane import Kind, Quality, TrackSid


class Track:
    """Nothing passes while `is_open` is False: the gate is asked for every packet, also for retransmissions."""

    def __init__(self, sid: TrackSid) -> None:
        self.sid = sid
        self.kind: Kind = "audio"
        self.is_open = False
        self.layers: dict[Quality, Layer] = {}
        self.legs: dict[Leg, None] = {}
        self.malformed = 0

    @property
    def is_idle(self) -> bool:
        """Nobody publishes it, receives it or has opened it: nothing would be lost with it."""
        return not (self.layers or self.legs or self.is_open)

    # --- the gate

    def open_gate(self, open_: bool, now: float) -> None:
        """Open or shut. Receivers begin anew after it was shut, at a key frame, with their numbering unbroken."""
        if open_ == self.is_open:
            return
        self.is_open = open_
        if open_:
            self.choose(now)
            return
        for leg in self.legs:
            leg.end()
            leg.target = None
        for layer in self.layers.values():
            layer.waiting.clear()

    # --- publisher

    def publish(self, layers: Mapping[Quality, Layer], now: float) -> None:
        self.layers = dict(layers)
        self.choose(now)

    def unpublish(self) -> None:
        """The publisher ended it; receivers stay, for another that takes its place."""
        for leg in self.legs:
            leg.end()
            leg.target = None
        self.layers.clear()

    # --- receivers

    def add(self, leg: Leg, now: float) -> None:
        self.legs[leg] = None
        self.choose(now, (leg,))

    def remove(self, leg: Leg) -> None:
        leg.end()
        self._await(leg, None, 0.0)
        self.legs.pop(leg, None)

    def choose(self, now: float, legs: Iterable[Leg] | None = None) -> None:
        """Let every leg follow, or wait for, the layer it should have now."""
        if not self.is_open or not self.layers:
            return
        for leg in tuple(self.legs) if legs is None else legs:
            if leg.wanted.paused or leg.wanted.quality == Quality.OFF or leg.paused:
                leg.end()
                self._await(leg, None, now)
                continue
            layer = self._best(min(leg.wanted.quality, leg.limit), now)
            self._await(leg, None if layer is leg.layer else layer, now)

    def _best(self, ceiling: Quality, now: float) -> Layer:
        """The highest live layer up to `ceiling`; failing that, the lowest live one; failing that, the likeliest."""
        ordered = sorted(self.layers.values(), key=lambda layer: layer.quality)
        live = [layer for layer in ordered if layer.is_live(now)] or ordered
        below = [layer for layer in live if layer.quality <= ceiling]
        return below[-1] if below else live[0]

    def _await(self, leg: Leg, layer: Layer | None, now: float) -> None:
        if leg.target is not None and leg.target is not layer:
            leg.target.waiting.pop(leg, None)
        leg.target = layer
        if layer is not None:
            layer.await_key_frame(leg)
            if self.kind == "video":
                layer.needs_key_frame(now)

    def tend(self, now: float) -> None:
        """From time to time: leave layers that died, and ask again for key frames that did not come."""
        if self.kind != "video" or not self.is_open:
            return
        for layer in self.layers.values():
            layer.measure(now)
        self.choose(now)

    # --- what receivers want

    def wanted_layers(self) -> dict[Quality, bool]:
        """Every published layer, and whether somebody wants it or a higher one (a lower one is the way down)."""
        highest = max(
            (leg.wanted.quality for leg in self.legs if not leg.wanted.paused and leg.wanted.quality != Quality.OFF),
            default=None,
        )
        return {quality: highest is not None and quality <= highest for quality in self.layers}
