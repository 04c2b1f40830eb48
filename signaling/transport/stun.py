"""STUN binding requests and their answers (RFC 8489), the only part of STUN an ICE-lite server speaks.

Own code rather than `aioice.stun`, because a request that is not for us must cost next to nothing, and a hundred
clients ask fifty times a second.
"""

from __future__ import annotations

import hmac
from binascii import crc32
from ipaddress import ip_address
from struct import Struct
from typing import NamedTuple

COOKIE = 0x2112A442
_HEADER = Struct("!HHI12s")
_ATTRIBUTE = Struct("!HH")
_LENGTH = Struct("!H")
_WORD = Struct("!I")
_BINDING_REQUEST = 0x0001
_BINDING_SUCCESS = 0x0101
_USERNAME = 0x0006
_INTEGRITY = 0x0008
_XOR_MAPPED_ADDRESS = 0x0020
_USE_CANDIDATE = 0x0025
_FINGERPRINT = 0x8028
_FINGERPRINT_XOR = 0x5354554E
_MAX_USERNAME = 513  # bytes, RFC 8489 §14.3
_MAX_REQUEST = 1280  # bytes; a check of any browser has about 120


class BindingRequest(NamedTuple):
    """A well-formed check. Nothing in it may be believed before `is_authentic`."""

    transaction: bytes
    local_ufrag: str
    remote_ufrag: str
    nominates: bool
    signed: bytes  # what the integrity covers, with its length field set as RFC 8489 §14.5 wants it
    integrity: bytes

    def is_authentic(self, password: str) -> bool:
        expected = hmac.digest(password.encode(), self.signed, "sha1")
        return hmac.compare_digest(expected, self.integrity)


def parse_binding_request(packet: bytes) -> BindingRequest:
    """Read one connectivity check; ValueError for everything else, responses of others included."""
    if not 20 <= len(packet) <= _MAX_REQUEST:
        raise ValueError("not the size of a STUN message")
    kind, length, cookie, transaction = _HEADER.unpack_from(packet)
    if kind != _BINDING_REQUEST or cookie != COOKIE or length != len(packet) - 20 or length % 4:
        raise ValueError("not a STUN binding request")
    username, integrity, signed, nominates = "", b"", b"", False
    position, end = 20, len(packet)
    while position + 4 <= end:
        attribute, size = _ATTRIBUTE.unpack_from(packet, position)
        value = packet[position + 4 : position + 4 + size]
        if len(value) != size:
            raise ValueError("STUN attribute cut short")
        if attribute == _FINGERPRINT:
            _check_fingerprint(packet, position, value)
            break
        if not integrity:  # what follows the integrity is not authenticated
            if attribute == _USERNAME and size <= _MAX_USERNAME:
                username = value.decode()  # UnicodeDecodeError is a ValueError
            elif attribute == _USE_CANDIDATE:
                nominates = True
            elif attribute == _INTEGRITY and size == 20:
                integrity = value
                signed = packet[:2] + _LENGTH.pack(position + 4) + packet[4:position]
        position += 4 + size + (-size & 3)
    local, colon, remote = username.partition(":")
    if not colon or not integrity:
        raise ValueError("STUN request without user name or integrity")
    return BindingRequest(transaction, local, remote, nominates, signed, integrity)


def _check_fingerprint(packet: bytes, position: int, value: bytes) -> None:
    covered = packet[:2] + _LENGTH.pack(position - 12) + packet[4:position]
    if len(value) != 4 or _WORD.unpack(value)[0] != crc32(covered) ^ _FINGERPRINT_XOR:
        raise ValueError("STUN fingerprint does not match")


def binding_success(request: BindingRequest, address: tuple[str, int], password: str) -> bytes:
    """The answer: the address we saw, signed with our password."""
    body = _mapped_address(request.transaction, address)
    head = _HEADER.pack(_BINDING_SUCCESS, len(body) + 24, COOKIE, request.transaction)
    integrity = hmac.digest(password.encode(), head + body, "sha1")
    body += _ATTRIBUTE.pack(_INTEGRITY, 20) + integrity
    head = _HEADER.pack(_BINDING_SUCCESS, len(body) + 8, COOKIE, request.transaction)
    fingerprint = crc32(head + body) ^ _FINGERPRINT_XOR
    return head + body + _ATTRIBUTE.pack(_FINGERPRINT, 4) + _WORD.pack(fingerprint)


def _mapped_address(transaction: bytes, address: tuple[str, int]) -> bytes:
    host = ip_address(address[0].partition("%")[0])
    packed = host.packed
    pad = (_WORD.pack(COOKIE) + transaction)[: len(packed)]
    mixed = (int.from_bytes(packed, "big") ^ int.from_bytes(pad, "big")).to_bytes(len(packed), "big")
    family = 1 if host.version == 4 else 2
    value = bytes((0, family)) + _LENGTH.pack(address[1] ^ (COOKIE >> 16)) + mixed
    return _ATTRIBUTE.pack(_XOR_MAPPED_ADDRESS, len(value)) + value
