"""Access tokens as LiveKit makes them: JWT, HS256, signed with the secret of an API key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt
from livekit.protocol.models import ParticipantInfo, TrackSource

from signaling.errors import Unauthorized
from signaling.rooms.participant import MAX_NAME, Participant
from signaling.rooms.permissions import Permission

LEEWAY = 60  # seconds of difference between clocks, as in LiveKit
MAX_TOKEN = 16 * 1024  # bytes; metadata travels in tokens
MAX_IDENTITY = 256  # characters
MIN_LIFETIME, MAX_LIFETIME = 600, 6 * 3600  # seconds; within these a refreshed token is good for as long as the first
SOURCES = {
    "camera": TrackSource.CAMERA,
    "microphone": TrackSource.MICROPHONE,
    "screen_share": TrackSource.SCREEN_SHARE,
    "screen_share_audio": TrackSource.SCREEN_SHARE_AUDIO,
}
KINDS = {
    "standard": ParticipantInfo.STANDARD,
    "ingress": ParticipantInfo.INGRESS,
    "egress": ParticipantInfo.EGRESS,
    "sip": ParticipantInfo.SIP,
    "agent": ParticipantInfo.AGENT,
}


@dataclass(frozen=True, slots=True)
class Grants:
    """What a genuine token says. Nothing in it was written by the person who brings it."""

    key: str
    identity: str
    name: str = ""
    metadata: str = ""
    kind: ParticipantInfo.Kind = ParticipantInfo.STANDARD
    attributes: Mapping[str, str] = field(default_factory=dict)
    room: str = ""
    room_join: bool = False
    room_create: bool = False
    room_list: bool = False
    room_admin: bool = False
    permission: Permission = field(default_factory=Permission)
    not_before: float = 0.0  # since when the token counts, in seconds since the epoch; 0 if it does not say
    lifetime: float = 0.0  # seconds from then, or else from now, to its end


def verify(token: str, keys: Mapping[str, str], now: float) -> Grants:
    """Raises Unauthorized for whatever is not signed with one of the keys, or not in force at this time."""
    if not token or len(token) > MAX_TOKEN:
        raise Unauthorized("no usable token")
    try:
        issuer = jwt.decode(token, options={"verify_signature": False}).get("iss")
        secret = keys.get(issuer) if isinstance(issuer, str) else None
        if secret is None:
            raise Unauthorized("invalid API key")
        options = {
            "require": ["exp"],
            "verify_exp": False,
            "verify_nbf": False,
            "verify_iat": False,
            "verify_aud": False,
        }
        claims: dict[str, Any] = jwt.decode(token, secret, algorithms=["HS256"], options=options)  # type: ignore[arg-type]
        in_force(claims, now)
        return grants_of(claims, str(issuer), now)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise Unauthorized("invalid token") from error


def in_force(claims: Mapping[str, Any], now: float) -> None:
    """Raises Unauthorized outside the token's time."""
    if not float(claims["exp"]) + LEEWAY >= now:  # so that NaN is refused as well
        raise Unauthorized("the token has expired")
    if not valid_from(claims) - LEEWAY <= now:
        raise Unauthorized("the token is not valid yet")


def valid_from(claims: Mapping[str, Any]) -> float:
    """Since when the token counts: when it says so, else when it was made, else since ever."""
    return float(claims.get("nbf", claims.get("iat", 0)))


def grants_of(claims: Mapping[str, Any], issuer: str, now: float) -> Grants:
    """Raises TypeError or ValueError for claims of the wrong kinds."""
    video = mapping(claims.get("video") or {})
    identity = text(claims.get("sub") or claims.get("jti") or "")
    if len(identity) > MAX_IDENTITY:
        raise ValueError("identity is too long")
    attributes = mapping(claims.get("attributes") or {})
    not_before = valid_from(claims)
    return Grants(
        key=issuer,
        identity=identity,
        name=text(claims.get("name", ""))[:MAX_NAME],
        metadata=text(claims.get("metadata", "")),
        kind=KINDS.get(text(claims.get("kind", "")).lower(), ParticipantInfo.STANDARD),
        attributes={text(key): text(value) for key, value in attributes.items()},
        room=text(video.get("room", "")),
        room_join=video.get("roomJoin") is True,
        room_create=video.get("roomCreate") is True,
        room_list=video.get("roomList") is True,
        room_admin=video.get("roomAdmin") is True,
        permission=permission_of(video),
        not_before=not_before,
        lifetime=float(claims["exp"]) - (not_before or now),
    )


def permission_of(video: Mapping[str, Any]) -> Permission:
    """LiveKit's defaults: publishing and subscribing are allowed unless refused, data goes with publishing."""
    can_publish = video.get("canPublish", True) is True
    named = video.get("canPublishSources") or []
    if not isinstance(named, list):
        raise TypeError("canPublishSources is no list")
    sources = frozenset(int(SOURCES[name]) for name in map(text, named) if name in SOURCES)
    return Permission(
        can_subscribe=video.get("canSubscribe", True) is True,
        can_publish=can_publish and (not named or bool(sources)),
        can_publish_data=video.get("canPublishData", can_publish) is True,
        can_publish_sources=sources,
        can_update_metadata=video.get("canUpdateOwnMetadata") is True,
        hidden=video.get("hidden") is True,
        recorder=video.get("recorder") is True,
        agent=video.get("agent") is True,
    )


def text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a claim is no text")
    return value


def mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("a claim is no object")
    return value


def refreshed(participant: Participant, room: str, signer: tuple[str, str], now: float) -> str:
    """A token with which this participant may come back, holding their permissions of this moment.

    It counts from no earlier than the one they came with, so that a revocation which spared that one spares it too.
    """
    permission = participant.permission
    names = {int(number): name for name, number in SOURCES.items()}
    video: dict[str, Any] = {
        "roomJoin": True,
        "room": room,
        "canPublish": permission.can_publish,
        "canSubscribe": permission.can_subscribe,
        "canPublishData": permission.can_publish_data,
        "canUpdateOwnMetadata": permission.can_update_metadata,
        "hidden": permission.hidden,
        "recorder": permission.recorder,
        "agent": permission.agent,
    }
    if permission.can_publish_sources:
        video["canPublishSources"] = [names[n] for n in sorted(permission.can_publish_sources) if n in names]
    key, secret = signer
    not_before = int(max(now, participant.token_not_before))
    lifetime = int(min(max(participant.token_lifetime, MIN_LIFETIME), MAX_LIFETIME))
    claims = {
        "iss": key,
        "sub": participant.identity,
        "name": participant.name,
        "metadata": participant.metadata,
        "attributes": participant.attributes,
        "kind": next((name for name, kind in KINDS.items() if kind == participant.kind), "standard"),
        "nbf": not_before,
        "exp": not_before + lifetime,
        "video": video,
    }
    return jwt.encode(claims, secret, algorithm="HS256")
