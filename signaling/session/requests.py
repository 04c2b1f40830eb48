"""What each message of a client does: one function for each kind of SignalRequest."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from google.protobuf.message import DecodeError
from livekit.protocol.models import DisconnectReason, SubscriptionError, TrackType
from livekit.protocol.rtc import (
    AddTrackRequest,
    LeaveRequest,
    MuteTrackRequest,
    Ping,
    Pong,
    RequestResponse,
    SessionDescription,
    SignalRequest,
    SubscriptionPermission,
    SubscriptionResponse,
    SyncState,
    TrackPublishedResponse,
    UpdateLocalAudioTrack,
    UpdateLocalVideoTrack,
    UpdateParticipantMetadata,
    UpdateSubscription,
    UpdateTrackSettings,
)

from signaling.clock import new_sid
from signaling.errors import Forbidden, LimitExceeded, Refusal
from signaling.plane import TrackSid
from signaling.rooms.subscriptions import audience_from_wire
from signaling.rooms.tracks import track_from_request
from signaling.session.session import Session
from signaling.session.sink import frame

MAX_CID = 256  # characters; browsers use 36 to 40


def handle(session: Session, data: bytes) -> None:
    """One frame of the signal connection. Raises Refusal for one that cannot be taken."""
    request = SignalRequest()
    try:
        request.ParseFromString(data)
    except DecodeError as error:
        raise Refusal("not a signal request") from error
    kind = request.WhichOneof("message")
    handler = HANDLERS.get(kind or "")
    if handler is not None and kind is not None:
        handler(session, getattr(request, kind))


def offer(session: Session, message: SessionDescription) -> None:
    session.take_offer(message)


def add_track(session: Session, message: AddTrackRequest) -> None:
    """Announce a track, or refuse with the reason. The same cid twice gets the same track."""
    participant = session.participant
    try:
        if message.type not in (TrackType.AUDIO, TrackType.VIDEO) or not 0 < len(message.cid) <= MAX_CID:
            raise Refusal("a track needs a type and an id")
        if not participant.permission.may_publish(message.source):
            raise Forbidden("not allowed to publish this source")
        known = next((t for t in participant.pending.values() if t.cid == message.cid), None)
        track = known or track_from_request(TrackSid(new_sid("TR_")), message)
        session.live.room.announce(participant, track)
    except Refusal as refusal:
        session.send(frame(request_response=refused(refusal, add_track=message)))
        return
    session.send(frame(track_published=TrackPublishedResponse(cid=message.cid, track=track.info)))


def refused(refusal: Refusal, **request: Any) -> RequestResponse:
    """The refusal of a request, with the request as LiveKit repeats it."""
    reason = RequestResponse.INVALID_REQUEST
    if isinstance(refusal, Forbidden):
        reason = RequestResponse.NOT_ALLOWED
    elif isinstance(refusal, LimitExceeded):
        reason = RequestResponse.LIMIT_EXCEEDED
    return RequestResponse(reason=reason, message=str(refusal), **request)


def mute(session: Session, message: MuteTrackRequest) -> None:
    """The person's own mute or unmute; a sid of somebody else is not found among their own."""
    track = session.participant.track(message.sid)
    if track is not None and track.muted != message.muted:
        session.live.set_muted(session, track, message.muted)


def subscription(session: Session, message: UpdateSubscription) -> None:
    sids = [*message.track_sids, *(sid for one in message.participant_tracks for sid in one.track_sids)]
    chosen = session.choices.choose(sids, message.subscribe)
    session.review([TrackSid(sid) for sid in chosen])
    session.live.subscriptions_changed()
    for sid in chosen:
        if message.subscribe and TrackSid(sid) not in session.live.room.tracks:
            missing = SubscriptionResponse(track_sid=sid, err=SubscriptionError.SE_TRACK_NOTFOUND)
            session.send(frame(subscription_response=missing))


def track_setting(session: Session, message: UpdateTrackSettings) -> None:
    for sid in session.choices.set(message):
        found = session.live.room.tracks.get(TrackSid(sid))
        if found is not None:
            session.want(found[1])
            if not message.disabled:
                session.prefer(found[1].sid)


def subscription_permission(session: Session, message: SubscriptionPermission) -> None:
    session.live.room.audiences[session.participant.sid] = audience_from_wire(message)
    session.live.audience_changed(session.participant)


def update_metadata(session: Session, message: UpdateParticipantMetadata) -> None:
    answer = RequestResponse(request_id=message.request_id, reason=RequestResponse.OK)
    try:
        if not session.participant.permission.can_update_metadata:
            raise Forbidden("not allowed to update own metadata")
        session.participant.write_metadata(
            name=message.name, metadata=message.metadata, attributes=dict(message.attributes)
        )
        session.live.changed(session.participant)
    except Refusal as refusal:
        answer = refused(refusal)
        answer.request_id = message.request_id
    session.send(frame(request_response=answer))


def update_audio_track(session: Session, message: UpdateLocalAudioTrack) -> None:
    track = session.participant.track(message.track_sid)
    if track is not None and track.kind == "audio":
        del track.info.audio_features[:]
        track.info.audio_features.extend(list(message.features)[:16])
        session.participant.touch()
        session.live.changed(session.participant)


def update_video_track(session: Session, message: UpdateLocalVideoTrack) -> None:
    track = session.participant.track(message.track_sid)
    if track is not None and track.kind == "video":
        track.info.width, track.info.height = message.width, message.height
        session.participant.touch()
        session.live.changed(session.participant)


def sync_state(session: Session, message: SyncState) -> None:
    """What a resumed client believes. Tracks it publishes that are unknown here mean: start anew."""
    own = session.participant
    if any(own.track(one.track.sid) is None for one in message.publish_tracks):
        session.send(frame(leave=LeaveRequest(reason=DisconnectReason.STATE_MISMATCH, action=LeaveRequest.RECONNECT)))
        return
    for sid in message.track_sids_disabled:
        session.choices.set(UpdateTrackSettings(track_sids=[sid], disabled=True))
    named = message.subscription
    sids = [*named.track_sids, *(sid for one in named.participant_tracks for sid in one.track_sids)]
    if sids:
        session.choices.choose(sids, named.subscribe)
    session.review_all()


def leave(session: Session, _: LeaveRequest) -> None:
    session.live.depart(session, DisconnectReason.CLIENT_INITIATED, tell=False)


def ping(session: Session, message: int) -> None:
    session.send(frame(pong=message))


def ping_request(session: Session, message: Ping) -> None:
    answer = Pong(last_ping_timestamp=message.timestamp, timestamp=int(time.time() * 1000))
    session.send(frame(pong_resp=answer))


HANDLERS: dict[str, Callable[[Session, Any], None]] = {
    "offer": offer,
    "add_track": add_track,
    "mute": mute,
    "subscription": subscription,
    "track_setting": track_setting,
    "leave": leave,
    "subscription_permission": subscription_permission,
    "sync_state": sync_state,
    "ping": ping,
    "ping_req": ping_request,
    "update_metadata": update_metadata,
    "update_audio_track": update_audio_track,
    "update_video_track": update_video_track,
    # "trickle" needs no answer: the server is ICE-lite and learns a client's address from its checks.
}
