"""The rooms of this server, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from livekit.protocol.models import DisconnectReason
from livekit.protocol.rtc import LeaveRequest

from signaling.clock import Now, new_sid
from signaling.errors import LimitExceeded, NotFound
from signaling.plane import MediaPlane
from signaling.rooms.room import Room, RoomOptions
from signaling.session.live_room import LiveRoom, Reporter


class Directory:
    """Opens rooms, finds them, and lets them go when they end."""

    def __init__(
        self, plane: MediaPlane, reporter: Reporter, now: Now, *, options: Callable[[], RoomOptions], max_rooms: int
    ) -> None:
        self._plane = plane
        self._reporter = reporter
        self._now = now
        self._options = options
        self._max_rooms = max_rooms
        self._rooms: dict[str, LiveRoom] = {}

    def __iter__(self) -> Iterator[LiveRoom]:
        return iter(list(self._rooms.values()))

    def find(self, name: str) -> LiveRoom | None:
        return self._rooms.get(name)

    def get(self, name: str) -> LiveRoom:
        """Raises NotFound."""
        live = self._rooms.get(name)
        if live is None:
            raise NotFound("requested room does not exist")
        return live

    def open(self, name: str, options: RoomOptions | None = None) -> LiveRoom:
        """The room of this name, made if it is not there. Raises LimitExceeded."""
        live = self._rooms.get(name)
        if live is None:
            if len(self._rooms) >= self._max_rooms:
                raise LimitExceeded("too many rooms")
            room = Room(new_sid("RM_"), name, self._now(), options or self._options())
            live = self._rooms[name] = LiveRoom(room, self._plane, self._reporter, self._ended)
            live.started()
        return live

    def default_options(self) -> RoomOptions:
        return self._options()

    def _ended(self, live: LiveRoom) -> None:
        if not live.sessions:
            self.close(live, DisconnectReason.ROOM_CLOSED)

    def close(
        self, live: LiveRoom, reason: DisconnectReason, action: LeaveRequest.Action = LeaveRequest.DISCONNECT
    ) -> None:
        """End a room; those in it are sent away with the reason."""
        if self._rooms.get(live.room.name) is live:
            del self._rooms[live.room.name]
        live.close(reason, action)
