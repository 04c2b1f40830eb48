"""Alembic's environment and the revisions, one file each, in one line of descent."""
