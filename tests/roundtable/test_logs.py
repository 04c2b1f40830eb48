"""No secret reaches a log."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from roundtable import logs
from roundtable.logs import REDACTED, clean, redact

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLW9mLWl0"
SDP = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\na=ice-pwd:verysecretpassword\r\na=candidate:1 1 udp 1 192.0.2.7 1 typ host\r\n"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "name",
    ["token", "access_token", "password", "Cookie", "Set-Cookie", "Authorization", "X-CSRF-Token", "secret", "api_key",
     "sdp", "candidates", "set_up_link"],
)  # fmt: skip
def test_what_is_secret_by_its_name_is_blacked_out(name: str) -> None:
    assert redact(None, "", {"event": "x", name: "hunter2"}) == {"event": "x", name: REDACTED}
    assert redact(None, "", {"event": "x", "request": {"deep": [{name: "hunter2"}]}}) == {
        "event": "x",
        "request": {"deep": [{name: REDACTED}]},
    }


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"joined with {TOKEN} from afar", TOKEN),
        ("GET /rtc/v1?access_token=abc.def&auto=1", "abc.def"),
        ("open http://x/welcome/AbC-123_x now", "AbC-123_x"),
        ("open http://x/first-start#abc123", "abc123"),
        ("Cookie: __Host-rt_session=AAAA; other=1", "AAAA"),
        (SDP, "192.0.2.7"),
        (repr(SDP), "verysecretpassword"),
        (f"offer: {SDP}", "verysecretpassword"),
    ],
)
def test_what_is_secret_by_its_shape_is_blacked_out(text: str, secret: str) -> None:
    cleaned = str(clean({"message": text}))
    assert secret not in cleaned
    assert REDACTED in cleaned


def test_what_is_not_secret_stays() -> None:
    event = {"event": "request", "route": "/api/rooms/{id}", "status": 404, "milliseconds": 1.5, "ok": True, "x": None}
    assert redact(None, "", dict(event)) == event


def test_entries_are_lines_of_json_with_their_exceptions_cleaned(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("json", "info")
    try:
        raise RuntimeError(f"cannot use {TOKEN}")
    except RuntimeError:
        structlog.get_logger("test").exception("failed", password="hunter2", people=3)
    logging.getLogger("library").warning("seen %s", TOKEN)
    logging.getLogger("library").debug("not seen")
    lines: list[Any] = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["event"].partition(" ")[0], line["level"]) for line in lines] == [
        ("failed", "error"),
        ("seen", "warning"),
    ]
    assert lines[0]["password"] == REDACTED
    assert lines[0]["people"] == 3
    assert "RuntimeError" in lines[0]["exception"]
    assert TOKEN not in json.dumps(lines)


@given(
    st.recursive(
        st.none() | st.text() | st.integers() | st.binary(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_anything_can_be_logged(value: object) -> None:
    clean(value)
