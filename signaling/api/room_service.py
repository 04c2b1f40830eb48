"""The room service API (`livekit.RoomService`): what a program may do to rooms and to the people in them."""

from __future__ import annotations

from typing import Any

from livekit.protocol.models import DataPacket, DisconnectReason, ParticipantInfo, UserPacket
from livekit.protocol.models import Room as RoomInfo
from livekit.protocol.room import (
    CreateRoomRequest,
    DeleteRoomRequest,
    DeleteRoomResponse,
    ListParticipantsRequest,
    ListParticipantsResponse,
    ListRoomsRequest,
    ListRoomsResponse,
    MuteRoomTrackRequest,
    MuteRoomTrackResponse,
    RemoveParticipantResponse,
    RoomParticipantIdentity,
    SendDataRequest,
    SendDataResponse,
    UpdateParticipantRequest,
    UpdateRoomMetadataRequest,
    UpdateSubscriptionsRequest,
    UpdateSubscriptionsResponse,
)

from signaling.api.admission import MAX_ROOM_NAME
from signaling.api.token import MAX_IDENTITY, Grants
from signaling.api.twirp import Method
from signaling.errors import Forbidden, LimitExceeded, NotFound, NotPossible, Refusal
from signaling.plane import TrackSid
from signaling.rooms.participant import MAX_METADATA
from signaling.rooms.permissions import Permission
from signaling.rooms.room import RoomOptions
from signaling.session import data
from signaling.session.directory import Directory
from signaling.session.live_room import LiveRoom
from signaling.session.session import Session


class RoomService:
    """Each method checks the token's grants first, so that strangers cannot learn which rooms exist."""

    def __init__(self, rooms: Directory) -> None:
        self._rooms = rooms

    def methods(self) -> dict[str, Method]:
        """The methods by their Twirp names. The requests are decoded by type, hence the `Any`."""
        table: dict[str, tuple[Any, Any]] = {
            "CreateRoom": (CreateRoomRequest, self.create_room),
            "ListRooms": (ListRoomsRequest, self.list_rooms),
            "DeleteRoom": (DeleteRoomRequest, self.delete_room),
            "ListParticipants": (ListParticipantsRequest, self.list_participants),
            "GetParticipant": (RoomParticipantIdentity, self.get_participant),
            "RemoveParticipant": (RoomParticipantIdentity, self.remove_participant),
            "MutePublishedTrack": (MuteRoomTrackRequest, self.mute_published_track),
            "UpdateParticipant": (UpdateParticipantRequest, self.update_participant),
            "UpdateSubscriptions": (UpdateSubscriptionsRequest, self.update_subscriptions),
            "SendData": (SendDataRequest, self.send_data),
            "UpdateRoomMetadata": (UpdateRoomMetadataRequest, self.update_room_metadata),
        }
        return {name: Method(request, answer) for name, (request, answer) in table.items()}

    def create_room(self, grants: Grants, request: CreateRoomRequest) -> RoomInfo:
        """The room of this name; one that is there already stays as it is, apart from what the request names."""
        if not grants.room_create:
            raise Forbidden("the token may not create rooms")
        if not 0 < len(request.name) <= MAX_ROOM_NAME:
            raise Refusal("a room needs a name of at most 256 characters")
        check_metadata(request.metadata)
        live = self._rooms.open(request.name, self._options(request))
        if request.metadata and request.metadata != live.room.metadata:
            live.set_metadata(request.metadata)
        return live.room.info()

    def _options(self, request: CreateRoomRequest) -> RoomOptions:
        given = self._rooms.default_options()
        given.empty_timeout = request.empty_timeout or given.empty_timeout
        given.departure_timeout = request.departure_timeout or given.departure_timeout
        given.max_participants = request.max_participants or given.max_participants
        given.metadata = request.metadata
        return given

    def list_rooms(self, grants: Grants, request: ListRoomsRequest) -> ListRoomsResponse:
        if not grants.room_list:
            raise Forbidden("the token may not list rooms")
        names = set(request.names)
        return ListRoomsResponse(
            rooms=[live.room.info() for live in self._rooms if not names or live.room.name in names]
        )

    def delete_room(self, grants: Grants, request: DeleteRoomRequest) -> DeleteRoomResponse:
        if not grants.room_create:
            raise Forbidden("the token may not delete rooms")
        self._rooms.close(self._rooms.get(request.room), DisconnectReason.ROOM_DELETED)
        return DeleteRoomResponse()

    def list_participants(self, grants: Grants, request: ListParticipantsRequest) -> ListParticipantsResponse:
        live = self._governed(grants, request.room)
        return ListParticipantsResponse(participants=[p.info() for p in live.room.people.values()])

    def get_participant(self, grants: Grants, request: RoomParticipantIdentity) -> ParticipantInfo:
        return self._person(grants, request.room, request.identity).participant.info()

    def remove_participant(self, grants: Grants, request: RoomParticipantIdentity) -> RemoveParticipantResponse:
        """Send somebody away; with `revoke_token_ts`, tokens made before it count no more, though nobody be there."""
        live = self._governed(grants, request.room)
        if request.revoke_token_ts > 0 and len(request.identity) <= MAX_IDENTITY:
            live.room.revocations.revoke(request.identity, request.revoke_token_ts)
        live.depart(self._person(grants, request.room, request.identity), DisconnectReason.PARTICIPANT_REMOVED)
        return RemoveParticipantResponse()

    def mute_published_track(self, grants: Grants, request: MuteRoomTrackRequest) -> MuteRoomTrackResponse:
        session = self._person(grants, request.room, request.identity)
        track = session.participant.tracks.get(TrackSid(request.track_sid))
        if track is None:
            raise NotFound("track does not exist")
        if not request.muted and track.muted:
            raise NotPossible("only the participant can unmute a track")
        if not track.muted:
            session.live.mute_by_other(session, track)
        return MuteRoomTrackResponse(track=track.info)

    def update_participant(self, grants: Grants, request: UpdateParticipantRequest) -> ParticipantInfo:
        """Metadata, name and attributes where given; permissions, where given, as a whole and at once."""
        session = self._person(grants, request.room, request.identity)
        if request.metadata or request.name or request.attributes:
            session.participant.write_metadata(
                name=request.name, metadata=request.metadata, attributes=dict(request.attributes)
            )
            session.live.changed(session.participant)
        if request.HasField("permission"):
            session.live.set_permission(session, Permission.from_wire(request.permission))
        return session.participant.info()

    def update_subscriptions(self, grants: Grants, request: UpdateSubscriptionsRequest) -> UpdateSubscriptionsResponse:
        session = self._person(grants, request.room, request.identity)
        sids = [*request.track_sids, *(sid for one in request.participant_tracks for sid in one.track_sids)]
        session.review([TrackSid(sid) for sid in session.choices.choose(sids, request.subscribe)])
        session.live.subscriptions_changed()
        return UpdateSubscriptionsResponse()

    def send_data(self, grants: Grants, request: SendDataRequest) -> SendDataResponse:
        live = self._governed(grants, request.room)
        if len(request.data) > data.MAX_PAYLOAD:
            raise LimitExceeded("data is too long")
        packet = DataPacket(
            destination_identities=request.destination_identities,
            user=UserPacket(
                payload=request.data,
                topic=request.topic if request.HasField("topic") else None,
                destination_sids=request.destination_sids,
                destination_identities=request.destination_identities,
            ),
        )
        data.deliver(live, packet, data.LOSSY if request.kind == DataPacket.LOSSY else data.RELIABLE)
        return SendDataResponse()

    def update_room_metadata(self, grants: Grants, request: UpdateRoomMetadataRequest) -> RoomInfo:
        live = self._governed(grants, request.room)
        check_metadata(request.metadata)
        live.set_metadata(request.metadata)
        return live.room.info()

    def _governed(self, grants: Grants, room: str) -> LiveRoom:
        """The room, for a token that may govern it. Raises Forbidden before NotFound."""
        if not grants.room_admin or grants.room != room:
            raise Forbidden("the token may not govern this room")
        return self._rooms.get(room)

    def _person(self, grants: Grants, room: str, identity: str) -> Session:
        session = self._governed(grants, room).session_of(identity)
        if session is None:
            raise NotFound("participant does not exist")
        return session


def check_metadata(metadata: str) -> None:
    if len(metadata.encode()) > MAX_METADATA:
        raise LimitExceeded("metadata is too long")
