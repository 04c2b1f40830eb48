"""Where a request really comes from. Headers of a proxy count only if that proxy is on the list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

UNKNOWN: Final = "unknown"
_MOST_HOPS: Final = 20
_CUSTOMER_BITS: Final = 64
"""An IPv6 customer owns at least a /64: limits count that, not the single address."""


@dataclass(frozen=True, slots=True)
class Peer:
    """The other end of a request."""

    address: str
    """IP address as text."""
    secure: bool
    """Whether it came by HTTPS, here or at a listed proxy."""
    origin: str
    """The origin under which it reached us, e.g. `https://meet.example.org`."""

    @property
    def network(self) -> str:
        """What limits are counted by: the address, or the /64 of an IPv6 address."""
        address = _parsed(self.address)
        if isinstance(address, IPv6Address):
            return str(IPv6Network((int(address) >> _CUSTOMER_BITS << _CUSTOMER_BITS, _CUSTOMER_BITS)))
        return self.address

    @property
    def has_safe_cookies(self) -> bool:
        """Say whether a browser takes Secure cookies from us: by HTTPS, or from the machine itself."""
        host = urlsplit(self.origin).hostname or ""
        return self.secure or host == "localhost" or (_is_loopback(host))


PeerOf = Callable[[web.Request], Peer]
"""Tells who asks."""


class Peers:
    """Finds the peer of each request, for one list of proxies and one public address."""

    def __init__(self, trusted: Sequence[Network], public_url: str | None) -> None:
        self._trusted = tuple(trusted)
        self._public_url = public_url

    def of(self, remote: str | None, scheme: str, headers: Mapping[str, str]) -> Peer:
        """Tell the peer from the socket's address, the connection's scheme and the request's headers."""
        address = _parsed(remote or "")
        forwarded = address is not None and self._trusts(address)
        if forwarded:
            address = self._client_before_proxies(address, headers.get("X-Forwarded-For", ""))
            scheme = headers.get("X-Forwarded-Proto", scheme).split(",")[0].strip().lower()
        secure = scheme in ("https", "wss")
        origin = f"{'https' if secure else 'http'}://{headers.get('Host', '').lower()}"
        return Peer(str(address) if address else UNKNOWN, secure, origin)

    def is_ours(self, peer: Peer, origin: str | None) -> bool:
        """Say whether a page of this origin may speak to us. An absent or `null` origin may not."""
        if not origin or origin == "null":
            return False
        return origin.lower() in (peer.origin, self._public_url)

    def origins(self, peer: Peer) -> tuple[str, ...]:
        """List the origins whose pages may speak to us."""
        return (peer.origin,) if self._public_url is None else (peer.origin, self._public_url)

    def _client_before_proxies(self, address: Address | None, chain: str) -> Address | None:
        """Walk back from the nearest hop to the first that is not one of our proxies."""
        for hop in reversed(chain.split(",")[-_MOST_HOPS:]):
            parsed = _parsed(hop.strip())
            if parsed is None:
                break
            address = parsed
            if not self._trusts(parsed):
                break
        return address

    def _trusts(self, address: Address) -> bool:
        return any(address.version == network.version and address in network for network in self._trusted)


def _parsed(text: str) -> Address | None:
    """Read an address; an IPv4 address in IPv6 clothes is the IPv4 address."""
    try:
        address = ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def _is_loopback(host: str) -> bool:
    address = _parsed(host)
    return address is not None and address.is_loopback
