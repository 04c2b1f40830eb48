"""Content lines of RFC 5545: the one place where text becomes iCalendar. What people type stays in its line."""

import unicodedata
from typing import Final
from urllib.parse import quote

LINE_OCTETS: Final = 75
"""Longest line without its end; what is longer goes on in the next after a blank (RFC 5545, 3.1)."""

_BREAKS: Final = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"))
"""Whatever some reader takes for the end of a line."""
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_URL_LETTERS: Final = "-._~:/?#[]@!$&'()*+,;=%"
_ADDRESS_LETTERS: Final = "-._~@!$&'*+="


def text(value: str) -> str:
    """Write a TEXT value; controls that are no line breaks vanish."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    return _shown(lines, kept="\n\t").translate(_ESCAPES)


def parameter(value: str) -> str:
    """Write a quoted parameter value, which has no escapes: quotation marks become apostrophes, breaks blanks."""
    plain = " ".join(value.translate(_BREAKS).split()).replace('"', "'")
    return f'"{_shown(plain)}"'


def uri(value: str) -> str:
    """Write a URI; letters that have no place in one are percent-encoded."""
    return quote(value, safe=_URL_LETTERS, errors="replace")


def mailto(address: str) -> str:
    """Write a CAL-ADDRESS."""
    return f"mailto:{quote(address, safe=_ADDRESS_LETTERS, errors='replace')}"


def line(name: str, value: str) -> bytes:
    """Put a content line together and fold it; a character is never cut in two."""
    rest = f"{name}:{value}".encode(errors="replace")
    if len(rest) <= LINE_OCTETS:
        return rest + b"\r\n"
    pieces, room = [], LINE_OCTETS
    while len(rest) > room:
        cut = room
        while rest[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(rest[:cut])
        rest, room = rest[cut:], LINE_OCTETS - 1
    return b"\r\n ".join([*pieces, rest]) + b"\r\n"


def _shown(value: str, kept: str = "") -> str:
    if value.isprintable():
        return value
    return "".join(letter for letter in value if letter in kept or unicodedata.category(letter) not in ("Cc", "Cs"))
