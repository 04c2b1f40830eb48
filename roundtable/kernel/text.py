"""Text that people type, made safe to show in one line: trimmed, composed, without invisible controls."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

NAME_LENGTH = 60
"""Characters of a person's name; enough for a Chinese and an English name side by side."""

TITLE_LENGTH = 120
"""Characters of a title."""

_KEPT_FORMAT_CHARACTERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Joiners and variation selectors: Persian words and emoji need them."""


def one_line(text: str) -> str:
    """Return the text in NFC, white space runs as one blank, without control and direction characters."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(letter for letter in spaced if _is_shown(letter)).strip()


def paragraphs(text: str) -> str:
    """Return the text in NFC with its line breaks, without other control and direction characters."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter in "\n\t" or _is_shown(letter)).strip()


def _is_shown(letter: str) -> bool:
    if letter in _KEPT_FORMAT_CHARACTERS:
        return True
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _not_empty(text: str) -> str:
    if not any(unicodedata.category(letter)[0] not in "ZCM" for letter in text):
        raise ValueError("empty")
    return text


PersonName = Annotated[
    str,
    StringConstraints(max_length=NAME_LENGTH),
    AfterValidator(one_line),
    AfterValidator(_not_empty),
]
"""A name as others see it."""

Title = Annotated[
    str,
    StringConstraints(max_length=TITLE_LENGTH),
    AfterValidator(one_line),
    AfterValidator(_not_empty),
]
"""A title in one line."""
