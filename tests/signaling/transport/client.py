"""A client of our own for tests: real STUN, DTLS, SRTP and SCTP, without a browser's opinions."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from aioice import stun
from aiortc.rtcdatachannel import RTCDataChannel, RTCDataChannelParameters
from aiortc.rtcdtlstransport import (
    RTCCertificate,
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
    SRTPProtectionProfile,
)
from aiortc.rtcsctptransport import RTCSctpCapabilities, RTCSctpTransport

from signaling.plane import IceCredentials, LocalTransport, RemoteTransport

WAIT = 20.0  # seconds a test waits for what happens at once on an idle machine


class _Dtls(RTCDtlsTransport):
    """Keeps what the plane sends us as RTP and RTCP, decrypted by libsrtp: another implementation than ours."""

    rtp: list[bytes]
    rtcp: list[bytes]

    async def _handle_rtp_data(self, data: bytes, arrival_time_ms: int) -> None:
        self.rtp.append(data)
        self.heard.set()

    async def _handle_rtcp_data(self, data: bytes) -> None:
        self.rtcp.append(data)
        self.heard.set()

    heard: asyncio.Event


class MediaClient:
    """One client on one socket."""

    role = "controlling"

    def __init__(
        self,
        credentials: IceCredentials | None = None,
        profiles: list[SRTPProtectionProfile] | None = None,
    ) -> None:
        self.credentials = credentials or IceCredentials("clnt", "p" * 22)
        self.certificate = RTCCertificate.generateCertificate()
        self.sock = self._socket()
        self.incoming: asyncio.Queue[bytes] = asyncio.Queue()
        self.answers: dict[bytes, asyncio.Future[stun.Message]] = {}
        self.dtls = _Dtls(self, [self.certificate])  # type: ignore[arg-type]
        self.dtls.rtp, self.dtls.rtcp, self.dtls.heard = [], [], asyncio.Event()
        self.dtls._role = "client"
        if profiles is not None:
            self.dtls._srtp_profiles = profiles
        self.sctp: RTCSctpTransport | None = None
        self.remote: LocalTransport | None = None

    def _socket(self) -> socket.socket:
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.setblocking(False)
        sock.bind(("127.0.0.1", 0))
        asyncio.get_running_loop().add_reader(sock.fileno(), self._readable, sock)
        return sock

    def move(self) -> None:
        """Go on from another port, as after a change of network."""
        self._drop_socket()
        self.sock = self._socket()

    def _drop_socket(self) -> None:
        asyncio.get_running_loop().remove_reader(self.sock.fileno())
        self.sock.close()

    @property
    def description(self) -> RemoteTransport:
        prints = tuple((known.algorithm, known.value) for known in self.certificate.getFingerprints())
        return RemoteTransport(self.credentials, prints[:1])

    def _readable(self, sock: socket.socket) -> None:
        while True:
            try:
                packet = sock.recv(4096)
            except OSError:
                return
            if packet[0] < 4:
                answer = stun.parse_message(packet)
                waiting = self.answers.pop(answer.transaction_id, None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(answer)
            else:
                self.incoming.put_nowait(packet)

    # what aiortc wants of an ICE transport
    async def _recv(self) -> bytes:
        return await self.incoming.get()

    async def _send(self, packet: bytes) -> None:
        self.send_raw(packet)

    def send_raw(self, packet: bytes) -> None:
        assert self.remote is not None
        candidate = self.remote.candidates[0]
        self.sock.sendto(packet, (candidate.address, candidate.port))

    def check(self, *, nominate: bool = True, password: str | None = None) -> asyncio.Future[stun.Message]:
        """Send one connectivity check; the future is its answer."""
        assert self.remote is not None
        request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        request.attributes["USERNAME"] = f"{self.remote.ice.ufrag}:{self.credentials.ufrag}"
        request.attributes["PRIORITY"] = 1
        request.attributes["ICE-CONTROLLING"] = 1
        if nominate:
            request.attributes["USE-CANDIDATE"] = None
        request.add_message_integrity((password or self.remote.ice.password).encode())
        answer: asyncio.Future[stun.Message] = asyncio.get_running_loop().create_future()
        self.answers[request.transaction_id] = answer
        self.send_raw(bytes(request))
        return answer

    async def connect(self, remote: LocalTransport) -> None:
        self.remote = remote
        await asyncio.wait_for(self.check(), WAIT)
        await asyncio.wait_for(
            self.dtls.start(RTCDtlsParameters([RTCDtlsFingerprint("sha-256", remote.fingerprint)])), WAIT
        )

    async def open_channel(self, label: str, *, ordered: bool = True) -> RTCDataChannel:
        if self.sctp is None:
            self.sctp = RTCSctpTransport(self.dtls, 5000)
            await self.sctp.start(RTCSctpCapabilities(262144), 5000)
        channel = RTCDataChannel(
            self.sctp, RTCDataChannelParameters(label=label, ordered=ordered, maxRetransmits=None if ordered else 0)
        )
        opened = asyncio.Event()
        channel.on("open", opened.set)
        await asyncio.wait_for(opened.wait(), WAIT)
        return channel

    async def send_rtp(self, packet: bytes) -> None:
        await self.dtls._send_rtp(packet)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something heard makes the condition true."""

        async def wait() -> None:
            while not condition():
                self.dtls.heard.clear()
                await self.dtls.heard.wait()

        await asyncio.wait_for(wait(), WAIT)

    async def close(self) -> None:
        if self.sctp is not None:
            await self.sctp.stop()
        await self.dtls.stop()
        self._drop_socket()
