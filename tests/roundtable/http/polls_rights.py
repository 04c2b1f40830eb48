"""Who may do what with a poll: the table, for the callers of `series_rights`."""

from tests.roundtable.http.series_rights import ANYBODY, NOTHING, Line

ASKED = {"zone": "Asia/Shanghai", "minutes": 60, "options": ["2026-12-01T20:00", "2026-12-02T20:00"]}
NEW = {"title": "When?", **ASKED}
FIRST = "20261201T2000"

READING = (401, 401, 404, 200, 404, 404, 404, 200, 200)
ORGANIZING = (401, 401, 404, 403, 404, 404, 404, 200, 200)
HAVING_THE_LINK = (401, 401, 403, 403, 403, 403, 403, 200, 200)

# {poll} is the organizer's and asks {club}, for which the representative speaks, and {spare_club}; {link} is its link.
TABLE: list[Line] = [
    ("GET /api/polls", None, ANYBODY),
    ("GET /api/polls?all=true", None, (401, 401, 403, 403, 403, 403, 403, 403, 200)),
    ("POST /api/polls", {**NEW, "club_ids": ["{club}"]}, (401, 401, 201, 201, 201, 201, 201, 201, 201)),
    ("POST /api/polls/hours", {**ASKED, "club_ids": ["{club}"]}, ANYBODY),
    ("GET /api/polls/{poll}", None, READING),
    ("GET /api/polls/{link}", None, ANYBODY),
    ("GET /api/polls/pol_none", None, NOTHING),
    ("PATCH /api/polls/{poll}", {"title": "Now?"}, ORGANIZING),
    ("PATCH /api/polls/{link}", {"title": "Now?"}, HAVING_THE_LINK),
    ("PATCH /api/polls/pol_none", {"title": "Now?"}, NOTHING),
    ("PUT /api/polls/{poll}/answer", {"club_id": "{club}", "choices": {FIRST: "yes"}}, READING),
    ("PUT /api/polls/{poll}/answer", {"club_id": "{spare_club}", "choices": {FIRST: "yes"}}, ORGANIZING),
    ("PUT /api/polls/{poll}/answer", {"club_id": "{foreign_club}", "choices": {FIRST: "yes"}},
     (401, 401, 404, 403, 404, 404, 404, 403, 403)),
    ("PUT /api/polls/{link}/answer", {"club_id": "{club}", "choices": {FIRST: "yes"}},
     (401, 401, 403, 200, 403, 403, 403, 200, 200)),
    ("PUT /api/polls/pol_none/answer", {"club_id": "{club}", "choices": {FIRST: "yes"}}, NOTHING),
    ("POST /api/polls/{poll}/close", {"chosen": FIRST}, ORGANIZING),
    ("POST /api/polls/{link}/close", {}, HAVING_THE_LINK),
    ("POST /api/polls/pol_none/close", {}, NOTHING),
    ("POST /api/polls/{poll}/reopen", None, ORGANIZING),
    ("POST /api/polls/{link}/reopen", None, HAVING_THE_LINK),
    ("POST /api/polls/pol_none/reopen", None, NOTHING),
    ("DELETE /api/polls/{link}", None, (401, 401, 403, 403, 403, 403, 403, 204, 204)),
    ("DELETE /api/polls/pol_none", None, NOTHING),
    ("DELETE /api/polls/{other_poll}", None, (401, 401, 404, 403, 404, 404, 404, 204, 204)),
]  # fmt: skip
