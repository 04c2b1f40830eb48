"""Ending letters with one press (RFC 8058): links that name somebody and a topic, sealed, and what they do.

There is no dot in them: an address with one is a file to whoever serves the client's pages.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Final

from roundtable.kernel.errors import NotFound
from roundtable.kernel.ids import PersonId
from roundtable.mail.model import TOPICS, Topic
from roundtable.mail.ports import Wishes

PATH: Final = "/unsubscribe/"
_SHOWN: Final = 1
"""Letters of an address that whoever has the link may read: it may have been passed on with the letter."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Whether somebody wants letters on a topic, as the page shows it that ends them."""

    topic: Topic
    address: str
    wanted: bool


class Unsubscribing:
    """Knows its own links. They need no sign-in: whoever got the letter may end such letters, and begin them again."""

    def __init__(self, key: bytes, origin: str, wishes: Wishes) -> None:
        self._key = key
        self._origin = origin
        self._wishes = wishes

    def link(self, person: PersonId, topic: Topic) -> str:
        """Return the address that ends letters on a topic to somebody."""
        return f"{self._origin}{PATH}{topic}-{person}-{self._seal(person, topic)}"

    async def read(self, token: str) -> Wish:
        """Tell what a link ends; raises NotFound, the same for a wrong one and for somebody who is gone."""
        person, topic = self._opened(token)
        found = await self._wishes.read(person, topic)
        if found is None:
            raise NotFound("link_wrong")
        email, wanted = found
        return Wish(topic, _masked(email), wanted)

    async def write(self, token: str, *, wanted: bool) -> Wish:
        """End such letters, or begin them again; twice is the same as once."""
        person, topic = self._opened(token)
        await self._wishes.write(person, topic, wanted=wanted)
        return await self.read(token)

    def _opened(self, token: str) -> tuple[PersonId, Topic]:
        named, _, rest = token.partition("-")
        person, _, seal = rest.partition("-")
        topic = next((one for one in TOPICS if one == named), None)
        expected = "" if topic is None else self._seal(PersonId(person), topic)
        if topic is None or not hmac.compare_digest(seal.encode(errors="replace"), expected.encode()):
            raise NotFound("link_wrong")
        return PersonId(person), topic

    def _seal(self, person: PersonId, topic: Topic) -> str:
        made = hmac.new(self._key, f"{topic} {person}".encode(errors="replace"), hashlib.sha256)
        return urlsafe_b64encode(made.digest()).decode().rstrip("=")


def _masked(email: str) -> str:
    user, _, domain = email.rpartition("@")
    return f"{user[:_SHOWN]}…@{domain}"
