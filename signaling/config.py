"""How a media server is set up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """Everything the server is told from outside. There is no default secret: without a key nothing starts."""

    api_keys: Mapping[str, str]  # key -> secret
    udp_hosts: tuple[str, ...] = ("127.0.0.1",)  # addresses to listen on, IPv4 and IPv6
    udp_port: int = 7882  # one port for everybody; 0 takes a free one
    public_addresses: tuple[str, ...] = ()  # further addresses under which clients reach the same port
    webhook_urls: tuple[str, ...] = ()
    webhook_key: str = ""  # which API key signs webhooks; empty: the first
    ice_servers: tuple[IceServer, ...] = ()
    auto_create: bool = True  # a join makes its room when it is not there
    empty_timeout: float = 300.0  # seconds a room waits for its first participant
    departure_timeout: float = 20.0  # seconds a room waits after its last participant left
    max_participants: int = 0  # in one room, unless CreateRoom says otherwise; 0: no bound
    max_rooms: int = 10_000

    def __post_init__(self) -> None:
        if not self.api_keys or not all(self.api_keys.values()):
            raise ValueError("at least one API key with its secret is needed")
        if self.webhook_key and self.webhook_key not in self.api_keys:
            raise ValueError("webhook_key is none of the API keys")

    @property
    def webhook_signer(self) -> tuple[str, str]:
        key = self.webhook_key or next(iter(self.api_keys))
        return key, self.api_keys[key]


@dataclass(frozen=True, slots=True)
class IceServer:
    """A TURN server that clients may use, as they are told of it."""

    urls: tuple[str, ...]
    username: str = ""
    credential: str = field(default="", repr=False)
