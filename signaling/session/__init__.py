"""Conversations with clients: what arrives on a signal connection or a data channel, and what it does to the room."""
