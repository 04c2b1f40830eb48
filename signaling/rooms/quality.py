"""How good somebody's connection is, from loss and delay, in LiveKit's four words."""

from __future__ import annotations

from dataclasses import dataclass

from livekit.protocol.models import ConnectionQuality

from signaling.plane import LinkStatistics

EXCELLENT_FROM, GOOD_FROM = 80.0, 60.0  # on the E-model's scale of 0 to 93.2 (ITU-T G.107)
BEST = 93.2
LOSS_COST = 2.5  # points for each percent lost
MIN_PACKETS = 10  # below that, a share of lost packets says nothing


@dataclass(frozen=True, slots=True)
class LinkQuality:
    quality: ConnectionQuality
    score: float  # 1..5, a mean opinion score


LOST = LinkQuality(ConnectionQuality.LOST, 1.0)


def judge(link: LinkStatistics, *, connected: bool) -> LinkQuality:
    """The simplified E-model: delay costs a little, and more past 160 ms; every percent of loss costs 2.5."""
    if not connected:
        return LOST
    delay = 1000 * ((link.round_trip or 0.0) / 2 + 2 * (link.jitter or 0.0))
    rating = BEST - (delay / 40 if delay < 160 else (delay - 120) / 10)
    if link.packets_expected >= MIN_PACKETS:
        rating -= LOSS_COST * 100 * max(link.packets_lost, 0) / link.packets_expected
    rating = min(max(rating, 0.0), BEST)
    if rating >= EXCELLENT_FROM:
        word = ConnectionQuality.EXCELLENT
    else:
        word = ConnectionQuality.GOOD if rating >= GOOD_FROM else ConnectionQuality.POOR
    return LinkQuality(word, round(1 + 4 * rating / BEST, 1))
