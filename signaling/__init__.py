"""An embedded media server that speaks the LiveKit protocol (signaling v1, single peer connection)."""

from signaling.config import IceServer, ServerConfig
from signaling.server import HTTP_LIMITS, MediaServer

__all__ = ["HTTP_LIMITS", "IceServer", "MediaServer", "ServerConfig"]
