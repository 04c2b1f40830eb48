"""Who may do what with calendars: the table, for the callers of `series_rights`."""

from tests.roundtable.http.series_rights import ANYBODY, NOTHING, READING, Line

# {feed} is the organizer's own, {club_feed} is that of {club}, of which the representative is an officer.
TABLE: list[Line] = [
    ("GET /api/feeds", None, ANYBODY),
    ("POST /api/feeds", {"language": "en"}, (401, 401, 201, 201, 201, 201, 201, 201, 201)),
    ("POST /api/feeds", {"club_id": "{club}"}, (401, 401, 404, 201, 404, 404, 404, 404, 201)),
    ("POST /api/feeds", {"club_id": "clb_none"}, NOTHING),
    ("DELETE /api/feeds/{feed}", None, (401, 401, 404, 404, 404, 404, 404, 204, 404)),
    ("DELETE /api/feeds/{club_feed}", None, (401, 401, 404, 204, 404, 404, 404, 404, 204)),
    ("DELETE /api/feeds/fed_none", None, NOTHING),
    ("GET /api/series/{series}/sessions/{key}.ics", None, READING),
    ("GET /api/series/{series}/sessions/20261126T2000.ics", None, NOTHING),
    ("GET /api/series/ser_none/sessions/{key}.ics", None, NOTHING),
]
