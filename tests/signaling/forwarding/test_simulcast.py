"""Three layers in, one out: switched on key frames, numbered without a jump."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from signaling.forwarding.vp8 import parse_descriptor
from signaling.plane import Quality, Wanted
from tests.signaling.forwarding.room import RIDS, SID, VP8, Packet, Stage, Wire, vp8

SSRC = {"q": 11, "h": 12, "f": 13}
PICTURE = {"q": 100, "h": 5000, "f": 32760}
STAMP = {"q": 1_000_000, "h": 77, "f": 0xFFFFFF00}
FRAME = 1 / 30


class Camera:
    """A simulcast publisher: each layer numbers in its own way, as browsers do."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.sequence = {"q": 10, "h": 65_000, "f": 300}
        self.pictures = 0

    def frame(self, *keys: str, layers: tuple[str, ...] = RIDS, lost: tuple[str, ...] = ()) -> None:
        """One picture on all `layers`; on `keys` as a key frame; on `lost` it never arrives."""
        self.pictures += 1
        self.stage.now += FRAME
        for rid in layers:
            self.sequence[rid] += 1
            if rid in lost:
                continue
            self.stage.send(
                self.sequence[rid],
                vp8(PICTURE[rid] + self.pictures, 50 + self.pictures, key=rid in keys, body=rid.encode()),
                stamp=STAMP[rid] + self.pictures * 3000,
                ssrc=SSRC[rid],
                rid=rid,
                marker=True,
            )


def layers_of(wire: Wire) -> str:
    return "".join(packet.payload[-1:].decode() for packet in wire.packets)


def pictures(packets: list[Packet]) -> list[int]:
    return [parse_descriptor(packet.payload).picture for packet in packets]


def continuous(packets: list[Packet]) -> None:
    """Sequence, picture and TL0PICIDX grow by one; timestamps grow."""
    for before, after in pairwise(packets):
        old, new = parse_descriptor(before.payload), parse_descriptor(after.payload)
        assert (after.sequence - before.sequence) & 0xFFFF == 1
        assert (new.picture - old.picture) & 0x7FFF == 1
        assert (new.tl0 - old.tl0) & 0xFF == 1
        assert 0 < (after.stamp - before.stamp) & 0xFFFFFFFF < 90_000


def test_switches_only_on_key_frames_without_a_jump() -> None:
    stage = Stage("video", (VP8,), simulcast=True)
    camera = Camera(stage)
    camera.frame(*RIDS)
    wire, subscriber = stage.receiver()
    subscriber.want(SID, Wanted(quality=Quality.LOW), stage.now)
    camera.frame("q", "f")
    camera.frame()
    subscriber.want(SID, Wanted(quality=Quality.HIGH), stage.now)
    camera.frame()
    camera.frame("h")
    camera.frame("f")
    camera.frame()
    subscriber.want(SID, Wanted(quality=Quality.MEDIUM), stage.now)
    camera.frame()
    camera.frame("h")
    camera.frame()
    assert layers_of(wire) == "qqqqqfffhh"
    continuous(wire.packets)


def test_a_layer_that_dies_is_left() -> None:
    stage = Stage("video", (VP8,), simulcast=True)
    camera = Camera(stage)
    camera.frame(*RIDS)
    wire, _ = stage.receiver()
    camera.frame("f")
    for _ in range(80):
        camera.frame("q", "h", layers=("q", "h"))
        stage.track.tend(stage.now)
    assert set(layers_of(wire)[-10:]) == {"h"}
    camera.frame(*RIDS)
    stage.track.tend(stage.now)
    camera.frame(*RIDS)
    assert layers_of(wire)[-1] == "f"


def test_before_the_high_layer_starts_the_low_one_is_sent() -> None:
    stage = Stage("video", (VP8,), simulcast=True)
    wire, _ = stage.receiver()
    camera = Camera(stage)
    camera.frame("q", layers=("q",))
    camera.frame("q", layers=("q",))
    assert layers_of(wire) == "q"


def test_wanted_layers_are_those_up_to_the_highest_wanted() -> None:
    stage = Stage("video", (VP8,), simulcast=True)
    assert stage.track.wanted_layers() == {Quality.LOW: False, Quality.MEDIUM: False, Quality.HIGH: False}
    _, alice = stage.receiver(ssrc=1000)
    _, bob = stage.receiver(ssrc=2000)
    alice.want(SID, Wanted(quality=Quality.LOW), stage.now)
    bob.want(SID, Wanted(quality=Quality.MEDIUM), stage.now)
    assert stage.track.wanted_layers() == {Quality.LOW: True, Quality.MEDIUM: True, Quality.HIGH: False}
    bob.want(SID, Wanted(paused=True), stage.now)
    assert stage.track.wanted_layers() == {Quality.LOW: True, Quality.MEDIUM: False, Quality.HIGH: False}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["want low", "want medium", "want high", "shut", "pause", "nothing", "nothing"]),
        st.sets(st.sampled_from(RIDS)),
        st.sets(st.sampled_from(RIDS), max_size=1),
        st.booleans(),
    ),
    max_size=60,
)
WANTED = {"want low": Quality.LOW, "want medium": Quality.MEDIUM, "want high": Quality.HIGH}


@settings(max_examples=150)
@given(STEPS)
def test_no_interleaving_breaks_the_numbering(steps: list[tuple[str, set[str], set[str], bool]]) -> None:
    """Sequence numbers are used once each and go on; a change of layer or a pause always ends in a key frame."""
    stage = Stage("video", (VP8,), simulcast=True)
    camera = Camera(stage)
    camera.frame(*RIDS)
    wire, subscriber = stage.receiver()
    for act, keys, lost, tend in steps:
        if act in WANTED:
            subscriber.want(SID, Wanted(quality=WANTED[act]), stage.now)
        elif act == "pause":
            subscriber.want(SID, Wanted(paused=True), stage.now)
            subscriber.want(SID, Wanted(), stage.now)
        elif act == "shut":
            stage.track.open_gate(False, stage.now)
            camera.frame("q", "h", "f")
            stage.track.open_gate(True, stage.now)
        if tend:
            stage.track.tend(stage.now)
        camera.frame(*keys, lost=tuple(lost))
    numbers = [packet.sequence for packet in wire.packets]
    assert len(set(numbers)) == len(numbers)
    for before, after in pairwise(wire.packets):
        old, new = parse_descriptor(before.payload), parse_descriptor(after.payload)
        assert 0 < (after.stamp - before.stamp) & 0xFFFFFFFF < 0x80000000
        assert 0 < (new.picture - old.picture) & 0x7FFF < 0x4000
        gap = (after.sequence - before.sequence) & 0xFFFF
        if before.payload[-1:] != after.payload[-1:]:
            assert new.starts_key_frame
            assert gap == 1
