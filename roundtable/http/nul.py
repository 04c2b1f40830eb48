"""No text that comes in holds a NUL: PostgreSQL keeps none, and nobody types one."""

from typing import Any, Final

import orjson

from roundtable.http.problems import FieldError, InvalidFields

_NUL: Final = "\0"
_WRITTEN: Final = b"\\u0000"
"""The only way in which JSON can say it."""


def refuse_nul_in_json(content: bytes) -> None:
    """Refuse a body with a NUL in a text or a name, and say where; one that is no JSON is refused elsewhere."""
    if _WRITTEN not in content:
        return
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError:
        return
    refuse_nul(value)


def refuse_nul(value: Any) -> None:
    """Refuse a value that holds a NUL anywhere. It may be nested deeper than functions may call each other."""
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        path, one = waiting.pop()
        match one:
            case str() if _NUL in one:
                raise InvalidFields([FieldError(path=path[:200], code="invalid")])
            case dict():
                if any(_NUL in name for name in one):
                    raise InvalidFields([FieldError(path=path[:200], code="unknown")])
                waiting += [(f"{path}.{name[:60]}"[:200].lstrip("."), inner) for name, inner in one.items()]
            case list():
                waiting += [(f"{path}.{place}"[:200].lstrip("."), inner) for place, inner in enumerate(one)]
            case _:
                continue
