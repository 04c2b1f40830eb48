"""An embedded media server that speaks the LiveKit protocol (signaling v1, single peer connection)."""
