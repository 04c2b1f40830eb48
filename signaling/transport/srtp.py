"""SRTP and SRTCP (RFC 3711, AEAD profiles RFC 7714).

The AEAD profiles go through `cryptography`, because a forwarder that owns the nonce needs neither copies nor look-ups.
AES-CM, which only old clients choose, goes through libsrtp. The one promise that matters: no nonce is ever used twice
with one key; callers keep it by never sending two different packets under one (SSRC, index).
"""

from __future__ import annotations

from collections.abc import Callable
from struct import Struct
from typing import NamedTuple, Protocol

import pylibsrtp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from signaling.congestion.sequence import unwrap
from signaling.forwarding.link import Seal
from signaling.forwarding.rtp import RtpHeader

_TAG_SIZE = 16
_WORD = Struct("!I")
_ENCRYPTED = 0x80000000
_REPLAY_WINDOW = 1024  # packets; covers a burst of retransmissions
_REPLAY_MASK = (1 << _REPLAY_WINDOW) - 1
# SSRCs one client may ever send with: about seven for each camera or screen it publishes, so some 150 publications.
MAX_SOURCES = 1024


class SrtpKeys(NamedTuple):
    """What DTLS-SRTP agreed on (RFC 5764 §4.2): both directions, from our point of view."""

    aead: bool
    libsrtp_profile: int
    incoming: tuple[bytes, bytes]  # master key, master salt
    outgoing: tuple[bytes, bytes]


class Refused(Exception):
    """A packet that is not authentic, was seen before, or comes from one source too many."""


class SrtpSession(Protocol):
    """Both directions of one client."""

    seal: Seal | None  # None: not an AEAD profile, use `protect`
    salt: int

    def open(self, header: RtpHeader, packet: memoryview) -> tuple[int, bytes]:
        """(index, payload) of an authentic new packet, where index = roll-over counter << 16 | sequence."""

    def open_rtcp(self, packet: memoryview) -> bytes: ...

    @property
    def protect(self) -> Callable[[bytes], bytes] | None:
        """A whole packet, encrypted; None where `seal` is there to do it."""

    def protect_rtcp(self, packet: bytes) -> bytes: ...


def srtp_session(keys: SrtpKeys) -> SrtpSession:
    """The session for what was negotiated."""
    return AeadSession(keys) if keys.aead else LibsrtpSession(keys)


def derive(master_key: bytes, master_salt: bytes, label: int, size: int) -> bytes:
    """The key derivation of RFC 3711 §4.3 with key derivation rate 0."""
    counter = int.from_bytes(master_salt.ljust(14, b"\0"), "big") ^ (label << 48)
    encryptor = Cipher(algorithms.AES(master_key), modes.CTR((counter << 16).to_bytes(16, "big"))).encryptor()
    return encryptor.update(bytes(size))


class _Replay:
    """Which indices of one source were seen (RFC 3711 §3.3.2)."""

    __slots__ = ("highest", "seen")

    def __init__(self, first: int) -> None:
        self.highest = first
        self.seen = 1

    def is_new(self, index: int) -> bool:
        age = self.highest - index
        return age < 0 or (age < _REPLAY_WINDOW and not (self.seen >> age) & 1)

    def add(self, index: int) -> None:
        age = self.highest - index
        if age >= 0:
            self.seen |= 1 << age
            return
        self.seen = ((self.seen << min(-age, _REPLAY_WINDOW)) | 1) & _REPLAY_MASK
        self.highest = index


class _Sources:
    """Replay windows by SSRC, bounded; a source gets one only with its first authentic packet."""

    __slots__ = ("_windows",)

    def __init__(self) -> None:
        self._windows: dict[int, _Replay] = {}

    def index(self, ssrc: int, sequence: int) -> int:
        """The probable index of a packet (RFC 3711 appendix A); Refused if it was seen."""
        window = self._windows.get(ssrc)
        if window is None:
            return sequence
        index = unwrap(sequence, window.highest)
        if not window.is_new(index):
            raise Refused("replayed")
        return index

    def is_new(self, ssrc: int, index: int) -> bool:
        window = self._windows.get(ssrc)
        return window is None or window.is_new(index)

    def add(self, ssrc: int, index: int) -> None:
        window = self._windows.get(ssrc)
        if window is not None:
            window.add(index)
        elif len(self._windows) < MAX_SOURCES:
            self._windows[ssrc] = _Replay(index)
        else:
            raise Refused("too many sources")


class AeadSession:
    """AEAD_AES_128_GCM or AEAD_AES_256_GCM."""

    def __init__(self, keys: SrtpKeys) -> None:
        in_key, in_salt = keys.incoming
        out_key, out_salt = keys.outgoing
        size = len(in_key)
        self._open = AESGCM(derive(in_key, in_salt, 0, size)).decrypt
        self._open_salt = int.from_bytes(derive(in_key, in_salt, 2, 12), "big")
        self._open_rtcp = AESGCM(derive(in_key, in_salt, 3, size)).decrypt
        self._open_rtcp_salt = int.from_bytes(derive(in_key, in_salt, 5, 12), "big")
        self.seal: Seal | None = AESGCM(derive(out_key, out_salt, 0, size)).encrypt
        self.protect = None
        self.salt = int.from_bytes(derive(out_key, out_salt, 2, 12), "big")
        self._seal_rtcp = AESGCM(derive(out_key, out_salt, 3, size)).encrypt
        self._seal_rtcp_salt = int.from_bytes(derive(out_key, out_salt, 5, 12), "big")
        self._rtp = _Sources()
        self._rtcp = _Sources()
        self._rtcp_index = 0

    def open(self, header: RtpHeader, packet: memoryview) -> tuple[int, bytes]:
        size = header.size
        if len(packet) < size + _TAG_SIZE:
            raise Refused("too short for its tag")
        ssrc = header.ssrc
        index = self._rtp.index(ssrc, header.sequence)
        nonce = ((ssrc << 48 | index) ^ self._open_salt).to_bytes(12, "big")
        try:
            payload = self._open(nonce, packet[size:], packet[:size])
        except InvalidTag:
            raise Refused("not authentic") from None
        self._rtp.add(ssrc, index)
        return index, payload

    def open_rtcp(self, packet: memoryview) -> bytes:
        if len(packet) < 8 + _TAG_SIZE + 4:
            raise Refused("too short for its tag")
        word = _WORD.unpack_from(packet, len(packet) - 4)[0]
        ssrc, index = _WORD.unpack_from(packet, 4)[0], word & 0x7FFFFFFF
        if not word & _ENCRYPTED or not self._rtcp.is_new(ssrc, index):
            raise Refused("replayed or in the clear")
        head = bytes(packet[:8])
        nonce = ((ssrc << 48 | index) ^ self._open_rtcp_salt).to_bytes(12, "big")
        try:
            body = self._open_rtcp(nonce, packet[8:-4], head + packet[-4:])
        except InvalidTag:
            raise Refused("not authentic") from None
        self._rtcp.add(ssrc, index)
        return head + body

    def protect_rtcp(self, packet: bytes) -> bytes:
        index = self._rtcp_index = (self._rtcp_index + 1) & 0x7FFFFFFF
        word = _WORD.pack(_ENCRYPTED | index)
        head = packet[:8]
        nonce = ((_WORD.unpack_from(head, 4)[0] << 48 | index) ^ self._seal_rtcp_salt).to_bytes(12, "big")
        return head + self._seal_rtcp(nonce, packet[8:], head + word) + word


class LibsrtpSession:
    """AES128_CM_HMAC_SHA1_80, for clients that offer nothing better."""

    def __init__(self, keys: SrtpKeys) -> None:
        self.seal: Seal | None = None
        self.salt = 0
        self._in = self._session(keys, keys.incoming, pylibsrtp.Policy.SSRC_ANY_INBOUND)
        self._out = self._session(keys, keys.outgoing, pylibsrtp.Policy.SSRC_ANY_OUTBOUND)
        self._rtp = _Sources()

    @staticmethod
    def _session(keys: SrtpKeys, master: tuple[bytes, bytes], direction: int) -> pylibsrtp.Session:
        policy = pylibsrtp.Policy(key=master[0] + master[1], ssrc_type=direction, srtp_profile=keys.libsrtp_profile)
        policy.window_size = _REPLAY_WINDOW
        return pylibsrtp.Session(policy)

    def open(self, header: RtpHeader, packet: memoryview) -> tuple[int, bytes]:
        index = self._rtp.index(header.ssrc, header.sequence)
        try:
            clear = self._in.unprotect(bytes(packet))
        except (pylibsrtp.Error, TypeError) as error:
            raise Refused(str(error)) from None
        self._rtp.add(header.ssrc, index)
        return index, clear[header.size :]

    def open_rtcp(self, packet: memoryview) -> bytes:
        try:
            return self._in.unprotect_rtcp(bytes(packet))
        except (pylibsrtp.Error, TypeError) as error:
            raise Refused(str(error)) from None

    def protect(self, packet: bytes) -> bytes:
        try:
            return self._out.protect(packet)
        except pylibsrtp.Error:  # too old by now; an empty datagram is nothing to a client
            return b""

    def protect_rtcp(self, packet: bytes) -> bytes:
        return self._out.protect_rtcp(packet)
