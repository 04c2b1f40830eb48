"""DTLS and its key exchange for SRTP, from aiortc. The only file that knows how aiortc does it.

aiortc drives the handshake and hands SCTP its records; RTP and RTCP never pass through it, they go straight from the
socket to the peer.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from aiortc.rtcdtlstransport import (
    SRTP_AEAD_AES_128_GCM,
    SRTP_AEAD_AES_256_GCM,
    SRTP_AES128_CM_SHA1_80,
    RTCCertificate,
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
    SRTPProtectionProfile,
    State,
)
from OpenSSL import SSL

from signaling.transport.srtp import SrtpKeys

_QUEUE = 32  # datagrams waiting for the handshake or for SCTP; more of them are a flood, and DTLS repeats what is lost
_PROFILES = [SRTP_AEAD_AES_128_GCM, SRTP_AEAD_AES_256_GCM, SRTP_AES128_CM_SHA1_80]  # cheapest first


class Certificate(RTCCertificate):
    """The certificate of this process. One TLS context serves every handshake: making one costs more than using it."""

    _context: SSL.Context | None = None

    def _create_ssl_context(self, srtp_profiles: list[SRTPProtectionProfile]) -> SSL.Context:
        if self._context is None:
            self._context = super()._create_ssl_context(srtp_profiles)
        return self._context

    @property
    def fingerprint(self) -> str:
        """SHA-256, as an answer's `a=fingerprint` wants it."""
        return next(known.value for known in self.getFingerprints() if known.algorithm == "sha-256")


def new_certificate() -> Certificate:
    """A fresh self-signed P-256 certificate; its fingerprint travels in the answers, so nobody needs to sign it."""
    return Certificate.generateCertificate()


class DatagramPipe:
    """What aiortc takes for its ICE transport: a queue of DTLS datagrams one way, a send function the other."""

    role = "controlled"

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send_now = send
        self._waiting: deque[bytes] = deque()
        self._reader: asyncio.Future[None] | None = None
        self._closed = False

    def feed(self, datagram: bytes) -> None:
        if self._closed or len(self._waiting) >= _QUEUE:
            return
        self._waiting.append(datagram)
        self._wake()

    def close(self) -> None:
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    async def _recv(self) -> bytes:
        while not self._waiting:
            if self._closed:
                raise ConnectionError("closed")
            self._reader = asyncio.get_running_loop().create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        return self._waiting.popleft()

    async def _send(self, datagram: bytes) -> None:
        self._send_now(datagram)


class _Inlet:
    """What aiortc hands application records to."""

    def __init__(self, receive: Callable[[bytes], Awaitable[None]]) -> None:
        self._receive = receive

    async def _handle_data(self, data: bytes) -> None:
        await self._receive(data)


class DtlsLink(RTCDtlsTransport):
    """The passive side of one client's DTLS; `keys` is there once `connect` returned True."""

    def __init__(
        self, pipe: DatagramPipe, certificate: Certificate, receive: Callable[[bytes], Awaitable[None]]
    ) -> None:
        super().__init__(pipe, [certificate])  # type: ignore[arg-type]
        self._role = "server"
        self._srtp_profiles = _PROFILES
        self._data_receiver = _Inlet(receive)
        self.keys: SrtpKeys | None = None

    async def connect(self, fingerprints: tuple[tuple[str, str], ...]) -> bool:
        """Shake hands and check the client's certificate. False: refused, or the client went away."""
        expected = [RTCDtlsFingerprint(algorithm=name, value=value) for name, value in fingerprints]
        if not expected:
            return False
        await self.start(RTCDtlsParameters(fingerprints=expected, role="client"))
        return self._state == State.CONNECTED and self.keys is not None

    def on_state(self, heard: Callable[[], None]) -> None:
        self.on("statechange", heard)

    @property
    def is_over(self) -> bool:
        return self._state in (State.CLOSED, State.FAILED)

    def _setup_srtp(self) -> None:
        """Take the keys instead of building libsrtp sessions."""
        ssl: Any = self._ssl
        chosen = ssl.get_selected_srtp_profile()
        profile = next((known for known in _PROFILES if known.openssl_profile == chosen), None)
        if profile is None:
            self._set_state(State.FAILED)
            return
        size = 2 * (profile.key_length + profile.salt_length)
        material = ssl.export_keying_material(b"EXTRACTOR-dtls_srtp", size)
        client, server = profile.get_key_and_salt(material, 0), profile.get_key_and_salt(material, 1)
        split = profile.key_length
        self.keys = SrtpKeys(
            aead=profile is not SRTP_AES128_CM_SHA1_80,
            libsrtp_profile=profile.libsrtp_profile,
            incoming=(client[:split], client[split:]),
            outgoing=(server[:split], server[split:]),
        )

    def _register_data_receiver(self, receiver: object) -> None:
        """SCTP would put itself here; records reach it through our own check instead."""

    def _unregister_data_receiver(self, receiver: object) -> None:
        """See `_register_data_receiver`."""
