"""What the media server refuses, and with which words and codes it says so.

Every refusal is raised where it is noticed and answered in one place at the border: as an HTTP status on the way in, as
a Twirp error by the room service, as a `leave` on an open connection.
"""

from __future__ import annotations


class Refusal(Exception):
    """The caller asked for something it does not get. The text is shown to the caller, so it holds no secret."""

    status = 400
    twirp_code = "invalid_argument"


class Unauthorized(Refusal):
    """No token, or one that proves nothing."""

    status = 401
    twirp_code = "unauthenticated"


class Forbidden(Refusal):
    """The token is genuine and does not allow this."""

    status = 403
    twirp_code = "permission_denied"


class NotFound(Refusal):
    """There is no such room, participant or track."""

    status = 404
    twirp_code = "not_found"


class LimitExceeded(Refusal):
    """A bound of the room or the server is reached."""

    status = 429
    twirp_code = "resource_exhausted"


class NotPossible(Refusal):
    """A well-formed wish that this server never grants, such as opening somebody's microphone."""

    status = 412
    twirp_code = "failed_precondition"


class Unsupported(Refusal):
    """A method of the protocol that this server does not have."""

    status = 501
    twirp_code = "unimplemented"


class MalformedOffer(Refusal):
    """An SDP offer that cannot be answered."""
