import json

import pytest

from roundtable.gateway.frames import event_frame, text_frame


@pytest.mark.parametrize(
    ("length", "header"),
    [
        (0, b"\x81\x00"),
        (125, b"\x81\x7d"),
        (126, b"\x81\x7e\x00\x7e"),
        (65535, b"\x81\x7e\xff\xff"),
        (65536, b"\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"),
    ],
)
def test_the_header_is_that_of_rfc_6455(length: int, header: bytes) -> None:
    assert text_frame(b"x" * length) == header + b"x" * length


def test_an_event_is_a_socket_io_packet() -> None:
    frame = event_frame("patch", {"from": 1, "to": 2, "patch": {"title": "圆桌"}})
    assert frame[0] == 0x81
    assert json.loads(frame[4:]) == [
        "patch",
        {"from": 1, "to": 2, "patch": {"title": "圆桌"}},
    ]
    assert frame[2:4] == b"42"
