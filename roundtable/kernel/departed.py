"""What stands where somebody was whose account is deleted."""

from typing import Final

from roundtable.kernel.ids import PersonId

NOBODY: Final = PersonId("per_nobody")
"""In rows that stay: who handed a seat over, who answered for a club. It is the same for all, and has no name."""

NO_NAME: Final = "—"
"""In the records of sessions, beside the club. A sign instead of words: records are read in several languages."""
