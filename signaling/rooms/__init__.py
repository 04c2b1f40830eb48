"""Rooms as pure state: who is there, what they publish, what they may do. No socket, no clock, no event loop."""
