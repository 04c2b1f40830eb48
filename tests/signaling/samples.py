"""Recorded offers, and what answers are made from in tests."""

from __future__ import annotations

from pathlib import Path

from signaling.plane import Candidate, IceCredentials, LocalTransport

OFFERS = Path(__file__).with_name("offers")
JOINING = ("chromium-join", "firefox-join", "python-join")
PUBLISHING = ("chromium-publish", "firefox-publish", "python-publish")
LOCAL = LocalTransport(
    IceCredentials("server", "p" * 24), ":".join(["AB"] * 32), (Candidate("192.0.2.1", 7882, 2130706431),)
)


def recorded(name: str) -> str:
    return (OFFERS / f"{name}.sdp").read_bytes().decode()


def attributes(sdp: str, name: str) -> list[str]:
    """Values of all `a=name:` lines."""
    return [line.removeprefix(f"a={name}:") for line in sdp.split("\r\n") if line.startswith(f"a={name}:")]


def sections(sdp: str) -> list[str]:
    """The text of each m-line with its attributes."""
    return ["m=" + part for part in sdp.split("\r\nm=")[1:]]
