"""E-mail addresses: which texts are one, and which two are the same."""

import re
import unicodedata
from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints

from roundtable.kernel.errors import Invalid

EMAIL_LENGTH: Final = 254

_EMAIL: Final = re.compile(r"[^\s@<>(),;:\"\\\[\]]{1,64}@[^\s@<>(),;:\"\\\[\]]{1,180}")


def normal_email(text: str) -> str:
    """Return the form in which two spellings of one address are equal."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def checked_email(text: str) -> str:
    """Return the normal form of an address; raises Invalid `no_email`."""
    email = normal_email(text)
    if len(email) > EMAIL_LENGTH or not _EMAIL.fullmatch(email) or not email.isprintable():
        raise Invalid("no_email")
    return email


def _email_field(text: str) -> str:
    try:
        return checked_email(text)
    except Invalid as error:
        raise ValueError(error.code) from error


Email = Annotated[str, StringConstraints(max_length=EMAIL_LENGTH), AfterValidator(_email_field)]
