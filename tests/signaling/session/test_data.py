"""Data packets between people: whose name they bear, whom they reach."""

from __future__ import annotations

from livekit.protocol.models import (
    DataPacket,
    ParticipantInfo,
    UserPacket,
)
from livekit.protocol.rtc import (
    RequestResponse,
    UpdateParticipantMetadata,
)

from tests.signaling.conversation import TestServer


async def test_metadata_needs_the_right_and_keeps_the_limits(server: TestServer) -> None:
    alice, bob = server.person("alice", can_update_own_metadata=True), server.person("bob")
    await alice.join()
    await bob.join()
    wish = UpdateParticipantMetadata(metadata="hello", attributes={"club": "linux", "gone": ""}, request_id=7)
    await alice.send(update_metadata=wish)
    answer = (await alice.expect("request_response")).request_response
    assert (answer.request_id, answer.reason) == (7, RequestResponse.OK)
    await bob.send(update_metadata=wish)
    assert (await bob.expect("request_response")).request_response.reason == RequestResponse.NOT_ALLOWED
    await alice.send(update_metadata=UpdateParticipantMetadata(name="n" * 257, request_id=8))
    assert (await alice.expect("request_response")).request_response.reason == RequestResponse.LIMIT_EXCEEDED
    info: ParticipantInfo = alice.session.participant.info()
    assert (info.metadata, dict(info.attributes)) == ("hello", {"club": "linux"})


async def test_data_bears_the_senders_true_name_and_reaches_only_those_named(server: TestServer) -> None:
    people = [server.person(name) for name in ("alice", "bob", "carol")]
    for person in people:
        await person.join()
    alice, bob, carol = people
    lie = DataPacket(
        user=UserPacket(payload=b"hi", participant_identity="carol"),
        participant_identity="carol",
        participant_sid="PA_x",
    )
    alice.session.on_data("_reliable", lie.SerializeToString())
    for person in (bob, carol):
        ((label, payload),) = person.peer.sent
        packet = DataPacket.FromString(payload)
        assert (label, packet.participant_identity, packet.participant_sid) == ("_reliable", "alice", alice.sid)
        assert packet.user.participant_identity == "alice"
    assert alice.peer.sent == []
    whisper = DataPacket(user=UserPacket(payload=b"psst"), destination_identities=["bob"])
    alice.session.on_data("_lossy", whisper.SerializeToString())
    assert [label for label, _ in bob.peer.sent] == ["_reliable", "_lossy"]
    assert len(carol.peer.sent) == 1


async def test_data_that_is_forbidden_or_broken_goes_nowhere(server: TestServer) -> None:
    alice, bob = server.person("alice", can_publish_data=False), server.person("bob")
    await alice.join()
    await bob.join()
    fine = DataPacket(user=UserPacket(payload=b"hi")).SerializeToString()
    alice.session.on_data("_reliable", fine)
    for label, payload in (("_reliable", b"\xff\xff"), ("other", fine), ("_lossy", b""), ("_lossy", b"x" * 70_000)):
        bob.session.on_data(label, payload)
    forged = DataPacket()
    forged.speaker.speakers.add(sid="PA_x")
    bob.session.on_data("_reliable", forged.SerializeToString())
    assert (alice.peer.sent, bob.peer.sent) == ([], [])


async def test_a_reliable_packet_sent_again_after_a_resume_is_relayed_once(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    await bob.join()
    for number in (1, 2, 1, 2, 3):
        alice.session.on_data(
            "_reliable", DataPacket(user=UserPacket(payload=b"x"), sequence=number).SerializeToString()
        )
    assert [DataPacket.FromString(payload).sequence for _, payload in bob.peer.sent] == [1, 2, 3]
