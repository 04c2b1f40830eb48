"""Whom a letter is for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who reads mail, in the language they chose."""

    email: str
    name: str
    language: str
