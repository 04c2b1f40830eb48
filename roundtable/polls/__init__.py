"""Polls of availability: which of some hours suits clubs on several campuses, before anything is planned."""
