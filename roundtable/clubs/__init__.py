"""Campuses and clubs, kept by administrators."""
