"""Connectivity checks, against aioice as the other implementation."""

from __future__ import annotations

import pytest
from aioice import stun
from hypothesis import given
from hypothesis import strategies as st

from signaling.transport.stun import BindingRequest, binding_success, parse_binding_request


def check(username: str = "ours:theirs", *, nominate: bool = True) -> bytes:
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, transaction_id=b"t" * 12)
    message.attributes["USERNAME"] = username
    message.attributes["PRIORITY"] = 7
    if nominate:
        message.attributes["USE-CANDIDATE"] = None
    message.add_message_integrity(b"password")
    return bytes(message)


def test_a_check_tells_who_and_is_signed() -> None:
    request = parse_binding_request(check())
    assert (request.local_ufrag, request.remote_ufrag, request.nominates) == ("ours", "theirs", True)
    assert request.is_authentic("password")
    assert not request.is_authentic("another")
    assert not parse_binding_request(check(nominate=False)).nominates


@pytest.mark.parametrize("address", [("127.0.0.1", 5000), ("2001:db8::1", 65535)])
def test_the_answer_is_one_that_aioice_accepts(address: tuple[str, int]) -> None:
    answer = stun.parse_message(binding_success(parse_binding_request(check()), address, "password"))
    assert answer.attributes["XOR-MAPPED-ADDRESS"] == address
    assert answer.transaction_id == b"t" * 12
    assert answer.check_message_integrity(b"password")


def test_one_flipped_bit_up_to_the_fingerprint_is_never_authentic() -> None:
    good = check()
    for position in range((len(good) - 8) * 8):
        bad = bytearray(good)
        bad[position // 8] ^= 1 << position % 8
        assert not _is_accepted(bytes(bad)), position


def _is_accepted(packet: bytes) -> bool:
    try:
        return parse_binding_request(packet).is_authentic("password")
    except ValueError:
        return False


@given(st.binary(max_size=300))
def test_rubbish_is_refused_cleanly(rubbish: bytes) -> None:
    assert not _is_accepted(rubbish)


@given(st.integers(0, 100), st.binary(max_size=40))
def test_a_mangled_check_is_refused_cleanly(position: int, rubbish: bytes) -> None:
    good = check()
    assert _is_accepted(good[:position] + rubbish + good[position + len(rubbish) :]) in (True, False)


def test_responses_are_not_taken_for_requests() -> None:
    with pytest.raises(ValueError, match="not a STUN binding request"):
        parse_binding_request(binding_success(parse_binding_request(check()), ("127.0.0.1", 1), "x"))


def test_what_follows_the_integrity_is_not_believed() -> None:
    unsigned = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    unsigned.attributes["USERNAME"] = "ours:theirs"
    unsigned._integrity_data = bytes(unsigned)
    unsigned.attributes["MESSAGE-INTEGRITY"] = stun.message_integrity(bytes(unsigned), b"password")
    unsigned.attributes["USE-CANDIDATE"] = None
    request: BindingRequest = parse_binding_request(bytes(unsigned))
    assert request.is_authentic("password")
    assert not request.nominates
