"""What a page of the client will ask of the API is said with the page, so that the browser asks while scripts load.

The client's build writes which page asks what; the browser is told by `Link: rel=preload` (RFC 8288, W3C Preload).
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

WRITTEN: Final = Path(".vite") / "asked-ahead.json"
"""In the built client: addresses of the API by the pattern of a page; `$1` is what the pattern took of the page's."""


@dataclass(frozen=True, slots=True)
class AskedAhead:
    """Addresses of the API by page."""

    pages: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = ()

    @classmethod
    def read(cls, directory: Path) -> Self:
        """Read what the build wrote; a client without it asks nothing ahead."""
        file = directory / WRITTEN
        written: dict[str, list[str]] = json.loads(file.read_bytes()) if file.is_file() else {}
        return cls(tuple((re.compile(pattern, re.ASCII), tuple(asked)) for pattern, asked in written.items()))

    def links(self, path: str) -> str:
        """Say it as the value of a `Link` header; empty if nothing is asked ahead on that page."""
        for pattern, asked in self.pages:
            if match := pattern.match(path):
                return ", ".join(f"<{_filled(one, match)}>; rel=preload; as=fetch; crossorigin" for one in asked)
        return ""


def _filled(address: str, match: re.Match[str]) -> str:
    return re.sub(r"\$(\d)", lambda place: match[int(place[1])], address)
