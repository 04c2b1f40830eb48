"""The doors: tokens, the signal WebSocket, the room service over HTTP, webhooks."""
