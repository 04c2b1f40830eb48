import asyncio

import pytest
from engineio import packet

from roundtable.gateway.frames import text_frame
from roundtable.gateway.outbox import MAX_UNSENT_BYTES, MAX_WAITING_FRAMES, Outbox


class Wire(asyncio.Transport):
    """A transport of ours: keeps what was written, and how much of it is unsent."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.unsent = 0
        self.is_aborted = False
        self.is_gone = False
        self.is_ending = False

    def is_closing(self) -> bool:
        return self.is_ending

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if self.is_gone:
            raise RuntimeError("unable to perform operation; the handler is closed")
        self.written.append(bytes(data))

    def get_write_buffer_size(self) -> int:
        return self.unsent

    def abort(self) -> None:
        self.is_aborted = True


def opened() -> tuple[Outbox, Wire, list[int]]:
    outbox, wire, closed = Outbox(), Wire(), list[int]()
    outbox.open(wire, closed.append)
    return outbox, wire, closed


async def test_what_the_library_says_and_what_we_say_leave_in_one_order() -> None:
    outbox, wire, closed = Outbox(), Wire(), list[int]()
    await outbox.put(packet.Packet(packet.OPEN, {"sid": "x"}))
    outbox.write(b"ours, early")
    outbox.open(wire, closed.append)
    outbox.write(b"ours")
    await outbox.put(packet.Packet(packet.MESSAGE, "431[]"))
    outbox.write(b"ours again")
    await outbox.join()
    assert wire.written == [
        text_frame(b'0{"sid":"x"}'),
        b"ours, early",
        b"ours",
        text_frame(b"4431[]"),
        b"ours again",
    ]


async def test_nothing_follows_the_end() -> None:
    outbox, wire, closed = opened()
    outbox.write(b"goodbye")
    outbox.finish(1000)
    outbox.finish(1008)
    outbox.write(b"more")
    await outbox.put(packet.Packet(packet.PING))
    assert (wire.written, closed) == ([b"goodbye"], [1000])


async def test_the_librarys_own_close_hangs_up() -> None:
    outbox, wire, closed = opened()
    await outbox.put(packet.Packet(packet.CLOSE))
    assert (wire.written, closed) == ([text_frame(b"1")], [1000])


def test_who_does_not_read_is_cut() -> None:
    outbox, wire, _ = opened()
    wire.unsent = MAX_UNSENT_BYTES
    outbox.write(b"just fits")
    assert not wire.is_aborted
    wire.unsent += 1
    outbox.write(b"too much")
    assert (wire.is_aborted, outbox.cut_for) == (True, "too slow")


def test_a_transport_that_is_gone_disturbs_nobody() -> None:
    outbox, wire, _ = opened()
    wire.is_gone = True
    outbox.write(b"to nobody")
    assert (wire.is_aborted, outbox.cut_for) == (True, "gone")
    ending, wire, _ = opened()
    wire.is_ending = True
    ending.write(b"to nobody")
    assert (wire.written, wire.is_aborted) == ([], False)


def test_little_waits_for_a_handshake() -> None:
    outbox = Outbox()
    for _ in range(MAX_WAITING_FRAMES + 1):
        outbox.write(b"early")
    assert outbox.cut_for == "too slow"


async def test_nothing_binary_is_ever_sent() -> None:
    outbox, _, _ = opened()
    with pytest.raises(TypeError):
        await outbox.put(packet.Packet(packet.MESSAGE, b"binary"))
