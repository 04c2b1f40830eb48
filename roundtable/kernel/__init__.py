"""What every slice stands on: ids, time, refusals, the log of a live session and how it is told.

Nothing in here knows SQLAlchemy, aiohttp or socketio; what must come from outside comes through `ports`.
"""
