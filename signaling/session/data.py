"""Data packets between participants, relayed with the sender's true name on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from google.protobuf.message import DecodeError
from livekit.protocol.models import DataPacket

if TYPE_CHECKING:
    from signaling.session.live_room import LiveRoom
    from signaling.session.session import Session

MAX_PACKET = 65_536  # bytes; clients clamp at 64,000
MAX_PAYLOAD = 64_000  # bytes of user data in one packet
RELIABLE, LOSSY = "_reliable", "_lossy"
RELAYED = frozenset(
    (
        "user",
        "sip_dtmf",
        "transcription",
        "chat_message",
        "rpc_request",
        "rpc_ack",
        "rpc_response",
        "stream_header",
        "stream_chunk",
        "stream_trailer",
        "encrypted_packet",
    )
)


def relay(session: Session, label: str, payload: bytes) -> None:
    """Pass one packet on, or drop it silently: there is no answer on a data channel to refuse with."""
    sender = session.participant
    if label not in (RELIABLE, LOSSY) or len(payload) > MAX_PACKET or not sender.permission.can_publish_data:
        return
    packet = DataPacket()
    try:
        packet.ParseFromString(payload)
    except DecodeError:
        return
    if packet.WhichOneof("value") not in RELAYED:
        return
    if label == RELIABLE and packet.sequence:
        if packet.sequence <= session.last_sequence:
            return  # sent again after a resume, and relayed already
        session.last_sequence = packet.sequence
    packet.participant_sid = sender.sid
    packet.participant_identity = sender.identity
    if packet.HasField("user"):
        packet.user.participant_sid = sender.sid
        packet.user.participant_identity = sender.identity
    deliver(session.live, packet, label, sender=session)


def deliver(live: LiveRoom, packet: DataPacket, label: str, sender: Session | None = None) -> None:
    """Send a packet to those it names, or to everybody but the sender. Encoded once."""
    packet.kind = DataPacket.RELIABLE if label == RELIABLE else DataPacket.LOSSY
    names = {*packet.destination_identities, *packet.user.destination_identities, *packet.user.destination_sids}
    del packet.destination_identities[:]
    encoded = packet.SerializeToString()
    for session in list(live.sessions.values()):
        person = session.participant
        if session is sender or (names and person.identity not in names and person.sid not in names):
            continue
        session.peer.send_data(label, encoded)
