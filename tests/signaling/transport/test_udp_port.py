"""The one UDP port: everything arrives once and in order, whether the socket is quiet, busy, or quiet again."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from signaling.transport.udp_port import Address, BoundSocket, UdpPort


class Arrivals:
    """What a port handed over, and a way to wait for a number of it."""

    def __init__(self) -> None:
        self.datagrams: list[bytes] = []
        self._changed = asyncio.Event()

    def __call__(self, datagram: memoryview, address: Address, bound: BoundSocket) -> None:
        self.datagrams.append(bytes(datagram))
        self._changed.set()

    async def reach(self, count: int) -> list[bytes]:
        async with asyncio.timeout(10):
            while len(self.datagrams) < count:
                self._changed.clear()
                await self._changed.wait()
        return self.datagrams


@contextmanager
def opened(arrivals: Arrivals) -> Iterator[tuple[UdpPort, socket.socket]]:
    port = UdpPort(arrivals, lambda: None)
    port.open(("127.0.0.1",), 0)
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sender.connect(("127.0.0.1", port.sockets[0].port))
    yield port, sender
    sender.close()
    port.close()


async def keep_busy(sender: socket.socket, arrivals: Arrivals, count: int) -> list[bytes]:
    sent = [f"{number}".encode() for number in range(count)]
    for number, datagram in enumerate(sent, 1):
        sender.send(datagram)
        await arrivals.reach(number)
    return sent


async def test_a_busy_socket_loses_nothing_and_keeps_the_order() -> None:
    arrivals = Arrivals()
    with opened(arrivals) as (_, sender):
        assert await keep_busy(sender, arrivals, 200) == arrivals.datagrams


async def test_after_a_pause_the_next_datagram_is_heard_again() -> None:
    arrivals = Arrivals()
    with opened(arrivals) as (_, sender):
        sent = await keep_busy(sender, arrivals, 200)
        await asyncio.sleep(0.05)  # longer than the looks that find nothing
        sender.send(b"again")
        assert await arrivals.reach(201) == [*sent, b"again"]


async def test_a_port_closed_while_busy_is_closed() -> None:
    arrivals = Arrivals()
    with opened(arrivals) as (port, sender):
        await keep_busy(sender, arrivals, 100)
        port.close()
        assert port.sockets == []
        await asyncio.sleep(0.01)  # the look that was due finds the socket closed
