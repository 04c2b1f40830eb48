from itertools import chain, combinations

import pytest
from livekit.api import AccessToken, TokenVerifier

from roundtable.kernel.grants import SOURCES, Grant
from roundtable.kernel.ids import SessionId
from roundtable.media.permissions import grant_of, permission, video_grants

SUBSETS = list(chain.from_iterable(combinations(sorted(SOURCES), size) for size in range(len(SOURCES) + 1)))
GRANTS = [
    Grant(publish=frozenset(sources), subscribe=subscribe, publish_data=data)
    for sources in SUBSETS
    for subscribe in (True, False)
    for data in (True, False)
]


@pytest.mark.parametrize("grant", GRANTS)
def test_what_is_told_is_what_is_read_back(grant: Grant) -> None:
    assert grant_of(permission(grant)) == grant


def test_nothing_to_publish_is_not_everything() -> None:
    # To LiveKit an empty list of sources means all of them.
    assert permission(Grant(publish=frozenset())).can_publish is False
    assert video_grants(SessionId("ses_one"), Grant(publish=frozenset())).can_publish is False


def test_a_shared_screen_brings_its_sound() -> None:
    token = AccessToken("key", "secret" * 8).with_grants(
        video_grants(SessionId("ses_one"), Grant(publish=frozenset({"screen"})))
    )
    claims = TokenVerifier("key", "secret" * 8).verify(token.with_identity("prt_alice").to_jwt())
    assert claims.video is not None
    assert claims.video.can_publish_sources == ["screen_share", "screen_share_audio"]
