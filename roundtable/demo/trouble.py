"""What simulated people live with, as browsers do: the server restarts, a moderator acts, somebody was faster."""

import socketio
from livekit import rtc

from roundtable.demo.visitor import Refused

AWAY_FOR_A_MOMENT = (
    Refused,
    TimeoutError,
    socketio.exceptions.SocketIOError,
    rtc.ConnectError,
    rtc.participant.PublishTrackError,
    rtc.participant.UnpublishTrackError,
)
"""Afterwards life goes on."""
