"""Pictures: what is taken, what is left behind, what is refused."""

import os
import random

import pytest

from roundtable.clubs.pages.picture import MOST_BYTES, Picture, checked
from roundtable.kernel.errors import Invalid
from tests.roundtable.clubs.pictures import chunk, jpeg, png, segment, webp

SECRET = b"GPS 22.5431, 114.0579 <script>alert(1)</script>"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (png(40, 30, chunk(b"tEXt", SECRET), chunk(b"eXIf", SECRET), after=SECRET), "image/png"),
        (jpeg(40, 30, segment(0xE1, b"Exif\x00\x00" + SECRET), segment(0xFE, SECRET), after=SECRET), "image/jpeg"),
        (webp(40, 30, (b"EXIF", SECRET), (b"XMP ", SECRET)), "image/webp"),
    ],
)
def test_only_what_draws_the_picture_is_kept(content: bytes, media_type: str) -> None:
    picture = checked(content)
    assert (picture.media_type, picture.width, picture.height) == (media_type, 40, 30)
    assert SECRET in content
    assert SECRET not in picture.content
    assert checked(picture.content) == picture


def test_a_plain_picture_stays_as_it_is() -> None:
    assert checked(png(32, 64)) == Picture("image/png", png(32, 64), 32, 64)
    assert checked(jpeg(32, 64)) == Picture("image/jpeg", jpeg(32, 64), 32, 64)
    assert checked(webp(32, 64)) == Picture("image/webp", webp(32, 64), 32, 64)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "picture_wrong"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "picture_wrong"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "picture_wrong"),
        (b"GIF89a" + b"\x20\x00\x20\x00" + b"\x00" * 40, "picture_wrong"),
        (png(32, 32)[:60], "picture_wrong"),
        (png(32, 32, chunk(b"EVIL", b"")), "picture_wrong"),
        (png(32, 32).replace(b"IDAT", b"IDAX"), "picture_wrong"),
        (webp(32, 32, (b"VP8X", b"\x02" + b"\x00" * 9)), "picture_wrong"),
        (webp(32, 32)[:-3], "picture_wrong"),
        (jpeg(32, 32)[:-2], "picture_wrong"),
        (png(15, 32), "picture_size"),
        (png(32, 100_000), "picture_size"),
        (jpeg(0, 0), "picture_wrong"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * MOST_BYTES, "picture_too_large"),
    ],
)
def test_everything_else_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        checked(content)


def test_no_damage_does_more_than_being_refused() -> None:
    """Thousands of damaged files: each is taken as a picture or refused, nothing else happens."""
    chance = random.Random(5)
    for whole in (png(32, 32), jpeg(32, 32), webp(32, 32)):
        for _ in range(2_000):
            damaged = bytearray(whole)
            for _ in range(chance.randint(1, 4)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            try:
                assert isinstance(checked(bytes(damaged[: chance.randint(0, len(damaged))])), Picture)
            except Invalid:
                continue
    with pytest.raises(Invalid):
        checked(os.urandom(1000))
