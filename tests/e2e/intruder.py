"""A media client made by hand that ignores every permission: it offers a microphone and sends, whatever it is told."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiortc import AudioStreamTrack, RTCPeerConnection, RTCSessionDescription
from av import AudioFrame
from livekit.protocol.models import TrackSource, TrackType
from livekit.protocol.rtc import (
    AddTrackRequest,
    ConnectionSettings,
    JoinRequest,
    SessionDescription,
    SignalRequest,
    SignalResponse,
)

from tests.e2e.pages import SECONDS
from tests.signaling.conversation import wrapped

LOUD = 9000
"""Of 32767: nobody could take it for silence."""


class Hum(AudioStreamTrack):
    """A voice without end."""

    async def recv(self) -> AudioFrame:
        frame = await super().recv()
        assert isinstance(frame, AudioFrame)
        wave = b"".join(
            (LOUD if at % 40 < 20 else -LOUD).to_bytes(2, "little", signed=True) for at in range(frame.samples)
        )
        frame.planes[0].update(wave)
        return frame


class Intruder:
    """One connection with somebody's own token. Leaves at the end of the block."""

    def __init__(self, way: dict[str, Any]) -> None:
        self._way = way
        self._inbox: list[SignalResponse] = []
        self._arrived = asyncio.Event()
        self._http = aiohttp.ClientSession()
        self._peer = RTCPeerConnection()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        join = wrapped(JoinRequest(connection_settings=ConnectionSettings(auto_subscribe=True)))
        query = {"access_token": self._way["token"], "join_request": join}
        url = self._way["url"].replace("ws", "http", 1) + "/rtc/v1"
        self._socket = await self._http.ws_connect(url, params=query)
        self._tasks.append(asyncio.create_task(self._read()))
        await self._until(lambda message: message.WhichOneof("message") == "join")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await self._peer.close()
        await self._socket.close()
        await self._http.close()

    async def offers_microphone(self) -> None:
        """Announce and offer a microphone, take the answer for a yes, and send."""
        self._peer.createDataChannel("_reliable")
        track = Hum()
        self._peer.addTrack(track)
        await self._peer.setLocalDescription(await self._peer.createOffer())
        asked = AddTrackRequest(cid=track.id, name="voice", type=TrackType.AUDIO, source=TrackSource.MICROPHONE)
        await self._send(add_track=asked)
        sdp = self._peer.localDescription.sdp
        await self._send(offer=SessionDescription(type="offer", sdp=sdp, id=1))
        answer = (await self._until(lambda message: message.WhichOneof("message") == "answer")).answer.sdp
        for no in ("a=inactive", "a=sendonly"):
            answer = answer.replace(no, "a=recvonly")
        await self._peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        async with asyncio.timeout(SECONDS):
            while await self.sent() < 10:
                await asyncio.sleep(0.05)

    async def sent(self) -> int:
        """How many packets of the voice have gone out."""
        reports = (await self._peer.getStats()).values()
        return sum(report.packetsSent for report in reports if report.type == "outbound-rtp")

    async def until_may_publish(self) -> None:
        """Wait until the media server says that it may."""
        await self._until(lambda message: any(person.permission.can_publish for person in message.update.participants))

    def told(self, kind: str) -> int:
        """How many messages of a kind the media server has sent."""
        return sum(message.WhichOneof("message") == kind for message in self._inbox)

    async def _send(self, **message: Any) -> None:
        await self._socket.send_bytes(SignalRequest(**message).SerializeToString())

    async def _read(self) -> None:
        async for message in self._socket:
            self._inbox.append(SignalResponse.FromString(message.data))
            self._arrived.set()

    async def _until(self, wanted: Callable[[SignalResponse], bool]) -> SignalResponse:
        async with asyncio.timeout(SECONDS):
            while not (found := [message for message in self._inbox if wanted(message)]):
                self._arrived.clear()
                await self._arrived.wait()
        return found[-1]
