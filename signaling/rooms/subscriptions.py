"""Which tracks one participant receives, and at what size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from livekit.protocol.models import VideoLayer, VideoQuality
from livekit.protocol.rtc import SubscriptionPermission, UpdateTrackSettings

from signaling.plane import Quality, TrackSid, Wanted
from signaling.rooms.participant import Participant
from signaling.rooms.tracks import Track

T = TypeVar("T")
MAX_CHOICES = 4096  # tracks one participant may say something about; a guard for memory


@dataclass(slots=True)
class Audience:
    """Whom a publisher lets receive their tracks (`subscription_permission`)."""

    everyone: bool = True
    whole: frozenset[str] = frozenset()  # sids and identities of those who may receive every track
    single: frozenset[tuple[str, str]] = frozenset()  # (sid or identity, track sid)

    def admits(self, subscriber: Participant, track: Track) -> bool:
        if self.everyone:
            return True
        names = (subscriber.sid, subscriber.identity)
        return any(name in self.whole or (name, track.sid) in self.single for name in names)


def audience_from_wire(message: SubscriptionPermission) -> Audience:
    """The publisher's own words, bounded."""
    whole: set[str] = set()
    single: set[tuple[str, str]] = set()
    for entry in message.track_permissions[:MAX_CHOICES]:
        name = entry.participant_identity or entry.participant_sid
        if entry.all_tracks:
            whole.add(name)
        single.update((name, sid) for sid in entry.track_sids[:MAX_CHOICES])
    return Audience(message.all_participants, frozenset(whole), frozenset(single))


@dataclass(slots=True)
class TrackSetting:
    """What the subscriber's client said of the size it shows (`track_setting`)."""

    disabled: bool = False
    quality: int = VideoQuality.HIGH
    width: int = 0
    height: int = 0
    priority: int = 0


@dataclass(slots=True)
class Choices:
    """One subscriber's wishes: automatic or by hand, and the size of each track."""

    auto: bool = True
    by_hand: dict[str, bool] = field(default_factory=dict)
    settings: dict[str, TrackSetting] = field(default_factory=dict)

    def choose(self, sids: Iterable[str], subscribe: bool) -> list[str]:
        """Take a wish by hand; returns the tracks it is about."""
        return put_bounded(self.by_hand, sids, subscribe)

    def set(self, message: UpdateTrackSettings) -> list[str]:
        """Take a `track_setting`; returns the tracks it is about."""
        setting = TrackSetting(
            message.disabled, int(message.quality), message.width, message.height, min(message.priority, 100)
        )
        return put_bounded(self.settings, message.track_sids, setting)

    def wants(self, track: TrackSid) -> bool:
        return self.by_hand.get(track, self.auto)

    def forget(self, track: TrackSid) -> None:
        self.by_hand.pop(track, None)
        self.settings.pop(track, None)

    def wanted(self, track: Track) -> Wanted:
        """The setting in the media side's words."""
        setting = self.settings.get(track.sid)
        if setting is None:
            return Wanted()
        quality = layer_for(track.info.layers, setting) if track.kind == "video" else Quality.HIGH
        return Wanted(paused=setting.disabled, quality=quality, priority=setting.priority)


def put_bounded(table: dict[str, T], keys: Iterable[str], value: T) -> list[str]:
    """Set the value for these keys while the table is not full; returns the keys that were set."""
    taken = []
    for key in keys:
        if key in table or len(table) < MAX_CHOICES:
            table[key] = value
            taken.append(key)
    return taken


def layer_for(layers: Iterable[VideoLayer], setting: TrackSetting) -> Quality:
    """The smallest layer that fills the size shown; without a size, the quality asked for.

    Sizes are compared by their longer and shorter sides, so that a turned telephone is judged rightly.
    """
    if not (setting.width and setting.height):
        return Quality(min(setting.quality, Quality.HIGH))
    shown = sorted((setting.width, setting.height))
    for layer in sorted(layers, key=lambda one: one.width * one.height):
        short, long = sorted((layer.width, layer.height))
        if layer.quality <= VideoQuality.HIGH and short >= shown[0] and long >= shown[1]:
            return Quality(layer.quality)
    return Quality.HIGH
