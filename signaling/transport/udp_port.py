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
_PAUSE = 0.002  # seconds between two looks at a busy socket: an added delay nobody hears, a third of the wake-ups
_BUSY = 16  # wake-ups in a row, each within a pause of the last, after which a socket counts as busy
_IDLE = 5  # looks in a row that found nothing, after which the kernel is asked to wake us again
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
        dropped = 0
        if len(packets) == 1 or not self._segments:
            for packet in packets:
                dropped += not self.send(packet, address)
        else:
            for run in runs(packets):
                dropped += self._send_run(run, address)
        return dropped

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
    """All bound addresses; hands each datagram to `receive`, valid only during the call, and then calls `flush`.

    A wake-up costs more than a datagram. So a busy socket is not waited for but looked at every few milliseconds, as
    network cards do it (interrupt moderation): the reports of a hundred receivers are then read together, and the
    packets of one picture leave together.
    """

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
        for bound in self.sockets:
            Watch(bound, self._drain).wait()

    def close(self) -> None:
        loop = asyncio.get_running_loop()
        for bound in self.sockets:
            loop.remove_reader(bound.socket.fileno())
            bound.socket.close()
        self.sockets.clear()

    def _drain(self, bound: BoundSocket) -> bool:
        """Read what is there. What came together is forwarded together, but nobody waits for more than a few."""
        found = False
        for _ in range(_BATCHES):
            received = self._read(bound)
            found = found or received > 0
            self._flush()
            if received < _BATCH:
                break
        return found

    def _read(self, bound: BoundSocket) -> int:
        """One batch; returns how many datagrams there were."""
        receive_into, buffer, view, receive = bound.socket.recvfrom_into, self._buffer, self._view, self._receive
        for number in range(_BATCH):
            try:
                size, address = receive_into(buffer)
            except BlockingIOError:
                return number
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
        return _BATCH

    def _failed(self, error: Exception) -> None:
        """Say so a few times; a log that an attacker can fill is another hole."""
        self.counters.failures += 1
        if self.counters.failures <= _REPORTED_FAILURES:
            log.error("a datagram could not be dealt with", exc_info=error)


class Watch:
    """When one socket is looked at: as soon as something arrives while it is quiet, at intervals while it is busy."""

    def __init__(self, bound: BoundSocket, drain: Callable[[BoundSocket], bool]) -> None:
        self._bound = bound
        self._drain = drain
        self._loop = asyncio.get_running_loop()
        self._last = 0.0
        self._quick = self._empty = 0

    def wait(self) -> None:
        """Let the kernel wake us."""
        self._quick = self._empty = 0
        self._loop.add_reader(self._bound.socket.fileno(), self._woken)

    def _woken(self) -> None:
        now = self._loop.time()
        self._quick = self._quick + 1 if now - self._last < _PAUSE else 0
        self._last = now
        self._drain(self._bound)
        if self._quick >= _BUSY and self._is_open():
            self._loop.remove_reader(self._bound.socket.fileno())
            self._loop.call_later(_PAUSE, self._look)

    def _look(self) -> None:
        if not self._is_open():
            return
        self._empty = 0 if self._drain(self._bound) else self._empty + 1
        if self._empty >= _IDLE:
            self.wait()
        else:
            self._loop.call_later(_PAUSE, self._look)

    def _is_open(self) -> bool:
        return self._bound.socket.fileno() >= 0


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
