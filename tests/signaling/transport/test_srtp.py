"""Our SRTP against libsrtp, both ways, every profile."""

from __future__ import annotations

import os
import struct

import pylibsrtp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pylibsrtp import Policy

from signaling.forwarding.rtp import parse_header
from signaling.transport.srtp import MAX_SOURCES, Refused, SrtpKeys, SrtpSession, srtp_session

PROFILES = {
    "aes-128-gcm": (True, Policy.SRTP_PROFILE_AEAD_AES_128_GCM, 16, 12),
    "aes-256-gcm": (True, Policy.SRTP_PROFILE_AEAD_AES_256_GCM, 32, 12),
    "aes-cm": (False, Policy.SRTP_PROFILE_AES128_CM_SHA1_80, 16, 14),
}


def packet(sequence: int, payload: bytes = b"payload", ssrc: int = 0x1234) -> bytes:
    return struct.pack("!BBHII", 0x90, 96, sequence, 7, ssrc) + b"\xbe\xde\x00\x01\x10a\x00\x00" + payload


class Both:
    """Our session and libsrtp's at the other end."""

    def __init__(self, profile: str) -> None:
        aead, number, key, salt = PROFILES[profile]
        theirs = (os.urandom(key), os.urandom(salt))
        ours = (os.urandom(key), os.urandom(salt))
        self.session: SrtpSession = srtp_session(SrtpKeys(aead, number, theirs, ours))
        self.sender = self._libsrtp(theirs, number, Policy.SSRC_ANY_OUTBOUND)
        self.receiver = self._libsrtp(ours, number, Policy.SSRC_ANY_INBOUND)

    @staticmethod
    def _libsrtp(master: tuple[bytes, bytes], number: int, direction: int) -> pylibsrtp.Session:
        policy = Policy(key=master[0] + master[1], ssrc_type=direction, srtp_profile=number)
        policy.allow_repeat_tx = True
        return pylibsrtp.Session(policy)

    def open(self, protected: bytes) -> tuple[int, bytes]:
        return self.session.open(parse_header(protected), memoryview(protected))


@pytest.fixture(params=PROFILES)
def both(request: pytest.FixtureRequest) -> Both:
    return Both(request.param)


def test_packets_of_libsrtp_are_opened_across_the_roll_over(both: Both) -> None:
    opened = [both.open(both.sender.protect(packet(number & 0xFFFF, b"%d" % number))) for number in range(65530, 65545)]
    assert opened == [(number, b"%d" % number) for number in range(65530, 65545)]


def test_libsrtp_opens_what_we_seal(both: Both) -> None:
    session = both.session
    clear = packet(9)
    header, payload = clear[:20], clear[20:]
    if session.seal is not None:
        nonce = (session.salt ^ (0x1234 << 48 | 9)).to_bytes(12, "big")
        sealed = header + session.seal(nonce, payload, header)
    else:
        assert session.protect is not None
        sealed = session.protect(clear)
    assert both.receiver.unprotect(sealed) == clear


def test_control_packets_travel_both_ways(both: Both) -> None:
    report = struct.pack("!BBHI", 0x80, 201, 1, 77)
    assert both.receiver.unprotect_rtcp(both.session.protect_rtcp(report)) == report
    protected = both.sender.protect_rtcp(report)
    assert both.session.open_rtcp(memoryview(protected)) == report
    with pytest.raises(Refused):
        both.session.open_rtcp(memoryview(protected))


def test_replays_and_forgeries_are_refused(both: Both) -> None:
    protected = both.sender.protect(packet(5))
    both.open(protected)
    with pytest.raises(Refused):
        both.open(protected)
    forged = bytearray(both.sender.protect(packet(6)))
    forged[-1] ^= 1
    with pytest.raises(Refused):
        both.open(bytes(forged))
    assert both.open(both.sender.protect(packet(7)))[0] == 7


def test_order_does_not_matter_inside_the_window(both: Both) -> None:
    sent = [both.sender.protect(packet(number)) for number in range(100, 140)]
    assert sorted(both.open(one)[0] for one in reversed(sent)) == list(range(100, 140))


def test_sources_are_bounded() -> None:
    both = Both("aes-128-gcm")
    for ssrc in range(MAX_SOURCES):
        both.open(both.sender.protect(packet(1, ssrc=ssrc)))
    with pytest.raises(Refused):
        both.open(both.sender.protect(packet(1, ssrc=MAX_SOURCES)))


@given(st.binary(min_size=1, max_size=120))
def test_rubbish_is_refused_cleanly(rubbish: bytes) -> None:
    both = Both("aes-128-gcm")
    with pytest.raises((Refused, ValueError)):
        both.open(rubbish)
    with pytest.raises(Refused):
        both.session.open_rtcp(memoryview(rubbish))
