"""Runs of equal datagrams, as the kernel takes them."""

from __future__ import annotations

import socket

from hypothesis import given
from hypothesis import strategies as st

from signaling.transport.segments import runs
from signaling.transport.udp_port import BoundSocket


@given(st.lists(st.sampled_from([b"a" * 10, b"b" * 10, b"c" * 9, b"d" * 11]), max_size=150))
def test_runs_keep_every_packet_in_order(packets: list[bytes]) -> None:
    made = list(runs(packets))
    assert [packet for run in made for packet in run] == packets
    for run in made:
        assert len(run) <= 40
        assert {len(packet) for packet in run[:-1]} <= {len(run[0])}
        assert len(run[-1]) <= len(run[0])


def test_a_run_arrives_as_the_datagrams_it_was_made_of() -> None:
    packets = [bytes([number]) * 1100 for number in range(5)] + [b"short", b"longer than short"]
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as there,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as us,
    ):
        there.bind(("127.0.0.1", 0))
        there.settimeout(5)
        us.bind(("127.0.0.1", 0))
        sender = BoundSocket(us)
        assert sender.send_all(packets, there.getsockname()) == 0
        assert [there.recv(2048) for _ in packets] == packets
        sender._segments = False
        assert sender.send_all(packets, there.getsockname()) == 0
        assert [there.recv(2048) for _ in packets] == packets


def test_what_cannot_be_sent_is_counted() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as us:
        us.bind(("127.0.0.1", 0))
        assert BoundSocket(us).send_all([b"x", b"x", b"y" * 70_000], ("127.0.0.1", 0)) == 3
