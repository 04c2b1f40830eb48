"""Every code that the HTTP plumbing itself answers with. Clients have a sentence for each."""

from typing import Final

REFUSALS: Final = (
    "body_too_large",
    "body_too_slow",
    "csrf_token_wrong",
    "foreign_origin",
    "internal_error",
    "json_expected",
    "malformed",
    "method_not_allowed",
    "no_token_here",
    "scope_missing",
    "token_wrong",
    "too_many_requests",
)

FIELD_ERRORS: Final = ("invalid", "missing", "too_large", "too_long", "too_short", "too_small", "unknown")
"""Codes of single fields, in `errors`. Those that a slice adds stand in its list of refusals."""
