"""The words of the interface, from the same files as the browser's: a test presses what a person reads."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

from tests.e2e.server import ROOT

Language = Literal["en", "zh-CN"]
LOCALES = ROOT / "web" / "src" / "locales"


@cache
def _file(language: Language, name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(Path(LOCALES / language / f"{name}.json").read_text(encoding="utf-8"))
    return read


def word(key: str, language: Language = "en", **values: str | int) -> str:
    """The sentence of a key such as `room.entry.join`, with its values filled in."""
    name, *path = key.split(".")
    found: Any = _file(language, name)
    for part in path:
        found = found[part]
    assert isinstance(found, str), f"{key} is no sentence"
    return re.sub(r"\{(\w+)\}", lambda match: str(values[match.group(1)]), found)
