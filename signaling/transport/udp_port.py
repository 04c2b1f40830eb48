"""The one UDP port: raw sockets, drained in batches, with nothing allocated for a datagram nobody wants."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aioice.ice import get_host_addresses

from signaling.transport.segments import can_segment, runs, segments_of

log = logging.getLogger(__name__)

Address = tuple[str, int] | tuple[str, int, int, int]

MAX_DATAGRAM = 2048  # bytes; WebRTC stays below 1,500, more is dropped unread
_BATCH = 8  # datagrams whose copies leave together: a picture has about as many
_BATCHES = 8  # in one wake-up, so that a flood cannot keep the loop from everything else
_REPORTED_FAILURES = 10
_BUFFER = 4 << 20  # bytes asked of the kernel for each direction; it grants what its limits allow


@dataclass(slots=True)
class PortCounters:
    """What was thrown away, by reason."""

    oversized: int = 0
    errors: int = 0
    failures: int = 0  # of ours: a datagram that raised what nobody expected


class BoundSocket:
    """One bound address of the port."""

    def __init__(self, sock: socket.socket) -> None:
        self.socket = sock
        self._segments = can_segment(sock)
        self.address: str = sock.getsockname()[0]
        self.port: int = sock.getsockname()[1]

    def send(self, packet: bytes, address: Address) -> bool:
        """Send or drop: media is never queued here, the kernel's buffer is the queue."""
        try:
            self.socket.sendto(packet, address)
        except OSError:
            return False
        return True

    def send_all(self, packets: Sequence[bytes], address: Address) -> int:
        """Send packets to one address, runs of equal ones with a single call; returns how many were dropped."""
        if not self._segments or len(packets) == 1:
            return sum(not self.send(packet, address) for packet in packets)
        return sum(self._send_run(run, address) for run in runs(packets))

    def _send_run(self, run: list[bytes], address: Address) -> int:
        if len(run) == 1:
            return int(not self.send(run[0], address))
        try:
            self.socket.sendmsg((b"".join(run),), segments_of(len(run[0])), 0, address)
        except BlockingIOError:
            return len(run)
        except OSError as error:
            if error.errno in {errno.EIO, errno.EOPNOTSUPP}:  # the network device cannot, or another program forbids it
                self._segments = False
            return sum(not self.send(packet, address) for packet in run)
        return 0


Receive = Callable[[memoryview, Address, BoundSocket], None]


class UdpPort:
    """All bound addresses; hands each datagram to `receive`, valid only during the call, and then calls `flush`."""

    def __init__(self, receive: Receive, flush: Callable[[], None]) -> None:
        self._receive = receive
        self._flush = flush
        self._buffer = bytearray(MAX_DATAGRAM)
        self._view = memoryview(self._buffer)
        self.sockets: list[BoundSocket] = []
        self.counters = PortCounters()

    def open(self, addresses: tuple[str, ...], port: int) -> None:
        """Bind every address to one port. A missing IPv6 stack is no error as long as one address is bound."""
        failure: OSError | None = None
        for address in addresses:
            try:
                bound = BoundSocket(_bind(address, port))
            except OSError as error:
                if error.errno == errno.EADDRINUSE:  # half the clients would reach another program
                    for opened in self.sockets:
                        opened.socket.close()
                    self.sockets.clear()
                    raise
                failure = error
                continue
            port = bound.port
            self.sockets.append(bound)
        if not self.sockets:
            raise failure or OSError("no address to bind")
        loop = asyncio.get_running_loop()
        for bound in self.sockets:
            loop.add_reader(bound.socket.fileno(), self._drain, bound)

    def close(self) -> None:
        loop = asyncio.get_running_loop()
        for bound in self.sockets:
            loop.remove_reader(bound.socket.fileno())
            bound.socket.close()
        self.sockets.clear()

    def _drain(self, bound: BoundSocket) -> None:
        """Read what is there. What came together is forwarded together, but nobody waits for more than a few."""
        for _ in range(_BATCHES):
            more = self._read(bound)
            self._flush()
            if not more:
                return

    def _read(self, bound: BoundSocket) -> bool:
        """One batch; False when there was nothing more to read."""
        receive_into, buffer, view, receive = bound.socket.recvfrom_into, self._buffer, self._view, self._receive
        for _ in range(_BATCH):
            try:
                size, address = receive_into(buffer)
            except BlockingIOError:
                return False
            except OSError:  # an ICMP answer to something we sent earlier
                self.counters.errors += 1
                continue
            if size >= MAX_DATAGRAM:
                self.counters.oversized += 1
            elif size:
                try:
                    receive(view[:size], address, bound)
                except Exception as error:  # noqa: BLE001 - one client's packet is never everybody's trouble
                    self._failed(error)
        return True

    def _failed(self, error: Exception) -> None:
        """Say so a few times; a log that an attacker can fill is another hole."""
        self.counters.failures += 1
        if self.counters.failures <= _REPORTED_FAILURES:
            log.error("a datagram could not be dealt with", exc_info=error)


def _bind(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_DGRAM)
    try:
        sock.setblocking(False)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        sock.bind((address, port))
    except OSError:
        sock.close()
        raise
    return sock


def host_addresses(bound: str) -> list[str]:
    """The addresses a client can reach a bound address by."""
    if bound == "0.0.0.0":
        return get_host_addresses(use_ipv4=True, use_ipv6=False) or ["127.0.0.1"]
    if bound == "::":
        return get_host_addresses(use_ipv4=False, use_ipv6=True)
    return [bound]
