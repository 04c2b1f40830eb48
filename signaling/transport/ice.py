"""ICE-lite for one client (RFC 8445 §2.5): answer checks, follow nominations, notice silence.

Pure state: time and addresses are arguments, so every case is tested without a socket.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Generic, TypeVar

from signaling.plane import IceCredentials
from signaling.transport.stun import BindingRequest

MAX_PATHS = 16  # addresses one client may check from; a laptop with VPN and two stacks shows about six

PathT = TypeVar("PathT")


def new_credentials() -> IceCredentials:
    """48 bits of user name to find the client by, 144 bits of password (RFC 8445 §5.3 wants 24 and 128)."""
    return IceCredentials(secrets.token_urlsafe(6).replace("-", "+").replace("_", "/"), _password())


def _password() -> str:
    return secrets.token_urlsafe(18).replace("-", "+").replace("_", "/")


@dataclass(slots=True)
class Generation:
    """One pair of credentials; a restart begins another (RFC 8445 §9)."""

    local: IceCredentials
    remote: IceCredentials | None = None


class IceLite(Generic[PathT]):
    """The checks of one client. A path is whatever the caller sends on: a socket and an address."""

    def __init__(self, now: float) -> None:
        self.generations: list[Generation] = [Generation(new_credentials())]
        self.paths: dict[PathT, Generation] = {}
        self.selected: PathT | None = None
        self.heard_at = now
        self.silent = True  # nothing heard yet, or not for the consent time

    @property
    def current(self) -> Generation:
        return self.generations[-1]

    def restart(self) -> IceCredentials:
        """Begin a new generation; the one in use stays until the new one is nominated."""
        del self.generations[:-1]
        self.generations.append(Generation(new_credentials()))
        return self.current.local

    def describe_remote(self, remote: IceCredentials) -> None:
        self.current.remote = remote

    def password_for(self, request: BindingRequest) -> str | None:
        """Our password if this check is an authentic one of ours, else None."""
        generation = self._generation(request)
        if generation is None or not request.is_authentic(generation.local.password):
            return None
        return generation.local.password

    def _generation(self, request: BindingRequest) -> Generation | None:
        for generation in self.generations:
            if generation.local.ufrag == request.local_ufrag:
                known = generation.remote
                return generation if known is not None and known.ufrag == request.remote_ufrag else None
        return None

    def checked(self, request: BindingRequest, path: PathT, now: float) -> tuple[bool, list[PathT]]:
        """Take an authentic check: (whether `selected` changed, paths that are forgotten)."""
        generation = self._generation(request)
        if generation is None:
            return False, []
        self.heard(now)
        self.paths.pop(path, None)
        self.paths[path] = generation
        changed = False
        if request.nominates or self.selected is None:
            changed = path != self.selected
            self.selected = path
        forgotten = self._forget(generation) if request.nominates else []
        while len(self.paths) > MAX_PATHS:
            oldest = next(known for known in self.paths if known != self.selected)
            del self.paths[oldest]
            forgotten.append(oldest)
        return changed, forgotten

    def _forget(self, nominated: Generation) -> list[PathT]:
        """Once the newest generation is nominated, older ones and their paths are over."""
        if nominated is not self.current or len(self.generations) == 1:
            return []
        del self.generations[:-1]
        forgotten = [path for path, generation in self.paths.items() if generation is not nominated]
        for path in forgotten:
            del self.paths[path]
        return forgotten

    def heard(self, now: float) -> None:
        self.heard_at = now

    def became_silent(self, now: float, consent_timeout: float) -> bool:
        """True once when the client has not been heard for the consent time (RFC 7675)."""
        if self.silent or now - self.heard_at < consent_timeout:
            return False
        self.silent = True
        return True
