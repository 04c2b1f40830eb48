"""Structured logs: readable on a terminal, JSON lines otherwise, never with a secret in them."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, Final, Literal

import structlog

REDACTED: Final = "[redacted]"

_SECRET_NAMES = re.compile(
    r"token|secret|password|cookie|authorization|csrf|api_?key|\bsdp\b|^sdp|candidate|link$", re.IGNORECASE
)
_SECRET_TEXTS = re.compile(
    r"eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"  # JSON web tokens
    r"|(?<=access_token=)[^&\s\"']+"
    r"|(?<=/welcome/)[\w-]+|(?<=/first-start#)[\w-]+"
    r"|(?<=rt_session=)[^;\s\"']+"
    r"|a=(?:candidate|ice-pwd|ice-ufrag|fingerprint):?[^\r\n\"']*"
    r"|v=0\\?[\s\S]{0,8}o=[\s\S]*"
)
_DEEPEST = 6
"""Nested values below this are not logged: nothing of ours is deeper."""


def clean(value: object, depth: int = 0) -> object:
    """Return a copy of a value in which everything that looks like a secret is blacked out."""
    if isinstance(value, str):
        return _SECRET_TEXTS.sub(REDACTED, value)
    if depth >= _DEEPEST:
        return "…"
    if isinstance(value, Mapping):
        return {
            key: REDACTED if _SECRET_NAMES.search(str(key)) else clean(item, depth + 1) for key, item in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [clean(item, depth + 1) for item in value]
    return value if value is None or isinstance(value, bool | int | float) else clean(str(value), depth + 1)


def redact(_: object, __: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Black out secrets in one log entry; the last step before it is written."""
    return {key: REDACTED if key != "event" and _SECRET_NAMES.search(key) else clean(v) for key, v in event.items()}


def set_up(form: Literal["auto", "json", "console"], level: str) -> None:
    """Send structlog and the standard library's loggers through the same steps to standard error."""
    on_terminal = form == "console" or (form == "auto" and sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if on_terminal else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for chatty in ("aiohttp.access", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
