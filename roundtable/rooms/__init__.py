"""Rooms: the rooms that people own, and the live slice that says who is in a session, in which role."""
