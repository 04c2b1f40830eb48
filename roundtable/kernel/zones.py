"""Time zones by their IANA names, as people may choose them."""

from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, StringConstraints


@cache
def zones() -> frozenset[str]:
    """Return the names of all IANA zones that name a place (`Asia/Shanghai`), and UTC."""
    return frozenset(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")) | {"UTC"}


def _known(zone: str) -> str:
    if zone not in zones():
        raise ValueError("unknown_zone")
    return zone


Zone = Annotated[str, StringConstraints(max_length=60), AfterValidator(_known)]
