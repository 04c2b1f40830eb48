"""Time zones by their IANA names, as people may choose them."""

from functools import lru_cache
from typing import Annotated, Final
from zoneinfo import available_timezones

from pydantic import AfterValidator, StringConstraints

LONGEST_ZONE_NAME: Final = 60


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """Return the IANA zones of the installed tzdata."""
    return frozenset(available_timezones()) - {"localtime", "Factory", "posixrules"}


def _known(name: str) -> str:
    if name not in known_zones():
        raise ValueError("unknown_zone")
    return name


Zone = Annotated[str, StringConstraints(max_length=LONGEST_ZONE_NAME), AfterValidator(_known)]
"""The name of an IANA zone."""
