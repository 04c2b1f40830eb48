"""More voices than m-lines: whoever speaks is heard."""

from __future__ import annotations

import asyncio
import re

from livekit.protocol.rtc import AddTrackRequest, SessionDescription

from signaling.plane import TrackSid
from signaling.sdp.slots import MAX_RECEIVED
from tests.signaling.conversation import CHROMIUM_CIDS, Person, TestServer, test_server
from tests.signaling.samples import recorded

CROWD = MAX_RECEIVED["audio"] + 6


def grown(audios: int, videos: int) -> str:
    """Chromium's first offer with so many more receiving lines."""
    text = recorded("chromium-join")
    parts = re.split(r"(?=^m=)", text, flags=re.MULTILINE)
    voice = next(part for part in parts if part.startswith("m=audio"))
    picture = next(part for part in parts if part.startswith("m=video"))
    more = [re.sub(r"a=mid:\d+", f"a=mid:a{n}", voice) for n in range(audios)]
    more += [re.sub(r"a=mid:\d+", f"a=mid:v{n}", picture) for n in range(videos)]
    mids = " ".join([f"a{n}" for n in range(audios)] + [f"v{n}" for n in range(videos)])
    return ("".join(parts) + "".join(more)).replace("a=group:BUNDLE", f"a=group:BUNDLE {mids}".rstrip(), 1)


async def publish_voice(server: TestServer, number: int) -> TrackSid:
    person = server.person(f"voice-{number}")
    await person.join(auto_subscribe=False)
    await person.send(add_track=AddTrackRequest(cid=CHROMIUM_CIDS[0], type="AUDIO", source="MICROPHONE"))
    sid = TrackSid((await person.expect("track_published")).track_published.track.sid)
    await person.reoffer("chromium-publish")
    return sid


async def obey(listener: Person) -> None:
    """A browser: adds the lines it is asked for and offers again, each time."""
    audios = videos = 0
    while True:
        asked = (await listener.expect("media_sections_requirement")).media_sections_requirement
        audios, videos = audios + asked.num_audios, videos + asked.num_videos
        listener.offers += 1
        description = SessionDescription(type="offer", sdp=grown(audios, videos), id=listener.offers)
        await listener.send(offer=description)


def heard(listener: Person) -> set[TrackSid]:
    return {one.track for one in listener.peer.outgoing}


async def until_heard(listener: Person, tracks: set[TrackSid], count: int) -> None:
    async with asyncio.timeout(20):
        while not (tracks <= heard(listener) and len(heard(listener)) == count):
            await asyncio.sleep(0.02)


async def test_whoever_speaks_in_a_crowd_is_heard() -> None:
    async with test_server() as server:
        listener = server.person("listener")
        await listener.join()
        browser = asyncio.create_task(obey(listener))
        voices = [await publish_voice(server, number) for number in range(CROWD)]
        await until_heard(listener, set(), MAX_RECEIVED["audio"])
        unheard = [sid for sid in voices if sid not in heard(listener)]
        assert len(unheard) == 6
        server.plane.loudness = dict.fromkeys(unheard[:2], 0.4)
        await until_heard(listener, set(unheard[:2]), MAX_RECEIVED["audio"])
        server.plane.loudness = dict.fromkeys(unheard[2:], 0.4)
        await until_heard(listener, set(unheard), MAX_RECEIVED["audio"])
        browser.cancel()
        await asyncio.gather(browser, return_exceptions=True)
