"""A simulated person's microphone and camera: an ordinary client of the media server, by the LiveKit SDK."""

import asyncio
import contextlib
from collections import deque

import numpy as np
from livekit import rtc

from roundtable.demo.picture import FRAMES_PER_SECOND, Portrait
from roundtable.demo.voice import SAMPLE_RATE, Samples, loudness

CHUNK = SAMPLE_RATE // 20
"""50 ms at a time: few calls, and a mouth that keeps up with the voice."""
QUEUE_MS = 200
VIDEO_BITRATE = 350_000
_SOURCES = {"microphone": rtc.TrackSource.SOURCE_MICROPHONE, "camera": rtc.TrackSource.SOURCE_CAMERA}


class Microphone:
    """Speaks what it is given to say, and is silent the rest of the time."""

    def __init__(self) -> None:
        self.mouth = 0.0
        self._words: deque[Samples] = deque()
        self._has_words = asyncio.Event()
        self.source = rtc.AudioSource(SAMPLE_RATE, 1, queue_size_ms=QUEUE_MS)

    def say(self, samples: Samples) -> None:
        """Say this after what is being said."""
        self._words.append(samples)
        self._has_words.set()

    def hush(self) -> None:
        """Forget what was still to be said."""
        self._words.clear()

    async def run(self) -> None:
        """Feed the encoder for as long as the person is there."""
        while True:
            if not self._words:
                self.mouth = 0.0
                self._has_words.clear()
                await self._has_words.wait()
            samples = self._words.popleft()
            for start in range(0, len(samples), CHUNK):
                chunk = samples[start : start + CHUNK]
                self.mouth = loudness(chunk)
                await self.source.capture_frame(rtc.AudioFrame(chunk.tobytes(), SAMPLE_RATE, 1, len(chunk)))


class Camera:
    """Shows the drawn person, mouth open as wide as the microphone is loud."""

    def __init__(self, portrait: Portrait, microphone: Microphone) -> None:
        self._portrait = portrait
        self._microphone = microphone
        self.source = rtc.VideoSource(portrait.width, portrait.height)

    async def run(self) -> None:
        """Draw frames on time; a frame that would be late is left out."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        number = 0
        while True:
            drawn = self._portrait.frame(number / FRAMES_PER_SECOND, self._microphone.mouth)
            kind = rtc.VideoBufferType.I420
            self.source.capture_frame(rtc.VideoFrame(self._portrait.width, self._portrait.height, kind, drawn))
            number = max(number + 1, int((loop.time() - started) * FRAMES_PER_SECOND))
            await asyncio.sleep(max(0.0, started + number / FRAMES_PER_SECOND - loop.time()))


class MediaSeat:
    """One connection to the media server. Publishes on request; comes back by itself as far as the SDK does."""

    def __init__(self, portrait: Portrait, *, hears: bool = False) -> None:
        self.room = rtc.Room()
        self.microphone = Microphone()
        self.camera = Camera(portrait, self.microphone)
        self._hears = hears
        self._publications: dict[str, rtc.LocalTrackPublication] = {}
        self._runs: list[asyncio.Task[None]] = []
        self._permissions_changed = asyncio.Event()
        self.room.on("participant_permissions_changed", lambda *_: self._permissions_changed.set())

    async def connect(self, url: str, token: str) -> None:
        """Join the media room. Subscribing costs a decoder per track, so only who `hears` does it."""
        await self.room.connect(url, token, rtc.RoomOptions(auto_subscribe=self._hears))
        self._runs = [asyncio.create_task(device.run()) for device in (self.microphone, self.camera)]

    @property
    def is_connected(self) -> bool:
        """Say whether the media connection stands."""
        return self.room.isconnected()

    @property
    def published(self) -> frozenset[str]:
        """Which of `microphone` and `camera` others can have now."""
        known = self.room.local_participant.track_publications
        return frozenset(name for name, publication in self._publications.items() if publication.sid in known)

    def may_publish(self, source: str) -> bool:
        """Say whether the media server takes it from us now."""
        allowed = self.room.local_participant.permissions
        sources = allowed.can_publish_sources
        return bool(allowed.can_publish and (not sources or _SOURCES[source] in sources))

    async def until_allowed(self, source: str, seconds: float = 10) -> None:
        """Wait until the media server would take it. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not self.may_publish(source):
                self._permissions_changed.clear()
                await self._permissions_changed.wait()

    async def publish(self, source: str) -> None:
        """Open the microphone or the camera."""
        if source == "microphone":
            track: rtc.LocalTrack = rtc.LocalAudioTrack.create_audio_track(source, self.microphone.source)
            options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, dtx=True, red=False)
        else:
            track = rtc.LocalVideoTrack.create_video_track(source, self.camera.source)
            encoding = rtc.VideoEncoding(max_bitrate=VIDEO_BITRATE, max_framerate=FRAMES_PER_SECOND)
            options = rtc.TrackPublishOptions(
                source=rtc.TrackSource.SOURCE_CAMERA,
                video_codec=rtc.VideoCodec.VP8,
                video_encoding=encoding,
                simulcast=False,
            )
        self._publications[source] = await self.room.local_participant.publish_track(track, options)

    async def unpublish(self, source: str) -> None:
        """Close the microphone or the camera for good; `publish` opens it again."""
        publication = self._publications.pop(source, None)
        if publication is not None:
            await self.room.local_participant.unpublish_track(publication.sid)

    def mute(self, source: str, muted: bool) -> None:
        """Mute without unpublishing, as the button does."""
        publication = self._publications.get(source)
        track = publication.track if publication else None
        if isinstance(track, rtc.LocalAudioTrack | rtc.LocalVideoTrack):
            if muted:
                track.mute()
            else:
                track.unmute()

    async def close(self) -> None:
        """Leave the media room."""
        for run in self._runs:
            run.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await run
        await self.room.disconnect()
        await self.microphone.source.aclose()
        await self.camera.source.aclose()


async def energy_heard(track: rtc.RemoteAudioTrack, seconds: float) -> float:
    """Mean loudness of what arrives on a track, 0 to 1."""
    stream = rtc.AudioStream(track, sample_rate=SAMPLE_RATE, num_channels=1)
    heard: list[Samples] = []
    wanted = int(seconds * SAMPLE_RATE)
    async for event in stream:
        heard.append(np.frombuffer(event.frame.data, dtype=np.int16))
        if sum(map(len, heard)) >= wanted:
            break
    await stream.aclose()
    return loudness(np.concatenate(heard))
