"""Who may do what with pages of clubs: part of the table of `test_rights`, for its callers."""

import base64
from typing import Any

from tests.roundtable.clubs.pictures import png

LOGO = base64.b64encode(png(32, 32)).decode()

TABLE: list[tuple[str, dict[str, Any] | None, tuple[int, int, int, int, int, int]]] = [
    ("GET /api/offices", None, (401, 401, 200, 200, 200, 200)),
    ("GET /api/clubs/{club}", None, (200, 200, 200, 200, 200, 200)),
    ("GET /api/clubs/clb_none", None, (404, 404, 404, 404, 404, 404)),
    ("POST /api/clubs/{club}/logo", {"file": LOGO}, (401, 401, 403, 403, 403, 200)),
    ("POST /api/clubs/clb_none/logo", {"file": LOGO}, (401, 401, 404, 404, 404, 404)),
    ("DELETE /api/clubs/{club}/logo", None, (401, 401, 403, 403, 403, 204)),
    ("DELETE /api/clubs/clb_none/logo", None, (401, 401, 404, 404, 404, 404)),
    ("POST /api/clubs/{club}/officers", {"email": "mia@example.org"}, (401, 401, 403, 403, 403, 200)),
    ("POST /api/clubs/{club}/officers", {"email": "none@example.org"}, (401, 401, 403, 403, 403, 404)),
    ("POST /api/clubs/clb_none/officers", {"email": "mia@example.org"}, (401, 401, 404, 404, 404, 404)),
    ("DELETE /api/clubs/{club}/officers/{mia}", None, (401, 401, 403, 403, 403, 204)),
    ("DELETE /api/clubs/{club}/officers/per_none", None, (401, 401, 403, 403, 403, 404)),
    ("DELETE /api/clubs/clb_none/officers/{mia}", None, (401, 401, 404, 404, 404, 404)),
]
