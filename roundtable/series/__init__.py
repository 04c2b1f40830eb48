"""Series of sessions: a wall-clock start, a zone, a small rule, and what becomes of single dates."""
