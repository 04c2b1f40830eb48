"""What a client may send, as a pure function of the frame's text.

Only four shapes pass: connect, leave, pong, and an event named `command` or `query` with one object and an
acknowledgement id. Whatever else arrives is `Malformed` and never reaches the library, let alone a handler.
"""

import json
import re
from dataclasses import dataclass
from enum import Enum
from typing import Final, Never

MAX_FRAME_BYTES: Final = 16 * 1024
"""The longest message is a chat text of 2,000 characters; 16 KB leaves room for escapes."""
MAX_DEPTH: Final = 8
"""No command nests deeper than a settings object inside itself; deep nesting only costs recursion."""
MAX_DIGITS: Final = 17
"""Enough for milliseconds since 1970 and for every number JavaScript holds exactly."""
EVENT_NAMES: Final = frozenset({"command", "query"})

# "4" message, "2" event, an acknowledgement id, an array. Ten digits: the library turns the id into an int.
_EVENT: Final = re.compile(r"42([0-9]{1,10})(\[.*)", re.DOTALL | re.ASCII)
_CONNECT: Final = re.compile(r"40(\{.*)", re.DOTALL)


class Kind(Enum):
    """What a well-formed frame is for."""

    CONNECT = "connect"
    EVENT = "event"
    PONG = "pong"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Malformed:
    """A frame nobody handles, with the reason for the log."""

    reason: str


_WHOLE_FRAMES: Final = {"3": Kind.PONG, "1": Kind.LEAVE, "41": Kind.LEAVE}


def inspect(frame: object) -> Kind | Malformed:
    """Judge one incoming WebSocket message. Never raises, whatever the client sent."""
    if not isinstance(frame, str):
        return Malformed("binary")
    if len(frame) > MAX_FRAME_BYTES:
        return Malformed("too long")
    if whole := _WHOLE_FRAMES.get(frame):
        return whole
    if event := _EVENT.fullmatch(frame):
        return _judge_event(event[2])
    if connect := _CONNECT.fullmatch(frame):
        auth = _parse(connect[1])
        return auth if isinstance(auth, Malformed) else Kind.CONNECT
    return Malformed("not a packet a client may send")


def _judge_event(text: str) -> Kind | Malformed:
    match _parse(text):
        case Malformed() as malformed:
            return malformed
        case [str(name), dict()] if name in EVENT_NAMES:
            return Kind.EVENT
        case [str(), *_]:
            return Malformed("unknown event")
        case _:
            return Malformed("not an event")


def _parse(text: str) -> object:
    try:
        content = json.loads(text, parse_constant=_refuse_constant, parse_int=_short_int)
        _check(content, MAX_DEPTH)
    except (ValueError, RecursionError):
        return Malformed("not acceptable JSON")
    return content


def _short_int(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError("too many digits")
    return int(digits)


def _refuse_constant(name: str) -> Never:
    raise ValueError(name)


def _check(content: object, levels: int) -> None:
    """Refuse what JSON allows and databases or other clients do not: NUL, lone surrogates, endless nesting."""
    if isinstance(content, str):
        content.encode()  # a lone surrogate raises UnicodeEncodeError, which is a ValueError
        if "\x00" in content:
            raise ValueError("NUL")
        return
    if not isinstance(content, dict | list):
        return
    if levels == 0:
        raise ValueError("too deep")
    for part in content:
        _check(part, levels - 1)
    if isinstance(content, dict):
        for value in content.values():
            _check(value, levels - 1)
