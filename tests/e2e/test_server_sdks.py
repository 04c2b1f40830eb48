"""The official Node SDK of the room service. (The Python one is used in `tests/signaling/api`.)"""

import asyncio
import json
from typing import Any

from livekit.protocol.models import DataPacket, DisconnectReason, TrackSource

from tests.e2e.media_clients import ROOT
from tests.signaling.conversation import CHROMIUM_CIDS, KEY, SECRET, TestServer, test_server


async def node(server: TestServer, *arguments: str) -> dict[str, Any]:
    program = await asyncio.create_subprocess_exec(
        str(ROOT / ".venv" / "bin" / "node"),
        str(ROOT / "tests" / "e2e" / "server_sdk.mjs"),
        server.url,
        KEY,
        SECRET,
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await program.communicate()
    assert program.returncode == 0, errors.decode()
    result: dict[str, Any] = json.loads(out)
    return result


async def test_the_node_sdk_governs_a_room() -> None:
    async with test_server() as server:
        alice = server.person("alice")
        await alice.join()
        voice, _ = await alice.publish(cids=CHROMIUM_CIDS)
        peer = alice.peer
        seen = await node(server, voice)
        token = seen.pop("token")
        assert seen == {
            "created": ["made-by-node", 60, 5, "first"],
            "listed": ["made-by-node"],
            "changed": "second",
            "afterwards": 0,
            "people": ["alice"],
            "muted": True,
            "unmuted": "failed_precondition",
            "updated": ["Alice", "chair", {"club": "linux"}, [TrackSource.MICROPHONE]],
            "found": True,
            "missing": "not_found",
            "stranger": "unauthenticated",
            "receiver": "function",
        }
        ((label, payload),) = peer.sent
        assert (label, DataPacket.FromString(payload).user.topic) == ("_reliable", "node")
        assert (await alice.expect("leave")).leave.reason == DisconnectReason.PARTICIPANT_REMOVED
        guest = server.person("node")
        guest.token = token
        await guest.join()
