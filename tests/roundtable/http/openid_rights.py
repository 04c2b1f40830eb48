"""Who may do what with the ways to sign in beside the password: lines of the table in `test_rights`.

There is neither a mail server nor an OpenID provider: what goes there is refused for everybody alike. {identity} is the
host's.
"""

from typing import Any

from roundtable.database import Database
from roundtable.kernel.clock import Clock
from roundtable.kernel.ids import IdentityId, PersonId
from roundtable.people.openid import tables
from roundtable.people.openid.model import Identity

TABLE: list[tuple[str, dict[str, Any] | None, tuple[int, int, int, int, int, int]]] = [
    ("POST /api/sign-in/link", {"email": "bob@example.org"}, (409, 409, 409, 409, 409, 409)),
    ("GET /api/sign-in/link/aaaaaaaaaaaaaaaaaaaaaaaa", None, (404, 404, 404, 404, 404, 404)),
    ("GET /api/sign-in/link/{sign_in_link}", None, (200, 200, 200, 200, 200, 200)),
    ("POST /api/sign-in/link/{used_link}", None, (404, 404, 404, 404, 404, 404)),
    ("POST /api/sign-in/link/aaaaaaaaaaaaaaaaaaaaaaaa", None, (404, 404, 404, 404, 404, 404)),
    ("POST /api/sign-in/openid", {}, (409, 409, 409, 409, 409, 409)),
    ("POST /api/sign-in/openid/answer", {"state": "s", "code": "c"}, (409, 409, 409, 409, 409, 409)),
    ("GET /api/identities", None, (401, 401, 200, 200, 200, 200)),
    ("POST /api/identities", {}, (401, 401, 409, 409, 409, 409)),
    ("DELETE /api/identities/{identity}", None, (401, 401, 404, 404, 204, 404)),
    ("DELETE /api/identities/idn_none", None, (401, 401, 404, 404, 404, 404)),
    ("GET /api/sign-in-history", None, (401, 401, 200, 200, 200, 200)),
]


async def with_identity(database: Database, clock: Clock, person: PersonId) -> str:
    """Link an identity to somebody, as if they had been at a provider."""
    now, id_ = clock.now(), IdentityId("idn_of_the_host")
    linked = Identity(id_, "https://id.example.org", "1", person, email=None, created_at=now, used_at=now)
    async with database.transaction() as connection:
        await tables.add_identity(connection, linked)
    return id_
