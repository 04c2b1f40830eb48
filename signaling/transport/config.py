"""What the operator decides about the media port."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaneConfig:
    """One UDP port for everybody.

    `addresses` are bound (`0.0.0.0` and `::` mean every interface, whose addresses then become candidates);
    `public_addresses` are told to clients as well, for a server behind a one-to-one NAT. Port 0 takes a free one.
    """

    port: int = 7882
    addresses: tuple[str, ...] = ("0.0.0.0", "::")
    public_addresses: tuple[str, ...] = ()
    consent_timeout: float = 15.0  # seconds without a sign of life; browsers check every 2.5 to 6 s
