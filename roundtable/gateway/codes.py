"""Refusals that only the gateway makes; the client needs a sentence for each."""

from typing import Final

REFUSALS: Final = ("client_outdated", "invalid", "too_fast", "unavailable", "unknown_command", "unknown_query")
