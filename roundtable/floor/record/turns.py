"""Turns as the record tells them: the clock of each is run again from the events."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from roundtable.floor.clock import elapsed_ms
from roundtable.floor.events.queue import EntryAdded
from roundtable.floor.events.turns import TurnCalled
from roundtable.floor.record.tally import Tallies
from roundtable.floor.resources import Ending, TurnLine
from roundtable.floor.values import ItemId, PauseReason, TurnId
from roundtable.kernel.ids import ClubId


@dataclass
class Asked:
    """An entry from when it was made, with the text and kind that it has meanwhile."""

    added: EntryAdded
    entered_by: str | None
    while_closed: bool


@dataclass
class Spoken:
    """One turn, while the events are read."""

    called: TurnCalled
    version: int
    item: ItemId | None
    asked: Asked | None
    called_by: str
    interposed_in: TurnId | None
    limit_ms: int
    extended_ms: int = 0
    began_at: datetime | None = None
    ended_at: datetime | None = None
    ending: Ending | None = None
    ended_by: str | None = None
    supports: dict[ClubId, None] = field(default_factory=dict)
    _used_ms: int = 0
    _running_since: datetime | None = None
    _paused: set[PauseReason] = field(default_factory=set)

    def begin(self, at: datetime) -> None:
        """Let the clock run; a second beginning means nothing."""
        if self.began_at is None and self.ended_at is None:
            self.began_at = at
            self._run(at)

    def pause(self, why: PauseReason, at: datetime) -> None:
        """Let the clock stand still, for one reason more."""
        self._stand(at)
        self._paused.add(why)

    def resume(self, why: PauseReason, at: datetime) -> None:
        """Take one reason to stand still away."""
        self._paused.discard(why)
        self._run(at)

    def extend(self, seconds: int) -> None:
        """Give more time."""
        self.limit_ms += seconds * 1000
        self.extended_ms += seconds * 1000

    def end(self, ending: Ending, by: str | None, at: datetime) -> None:
        """Stop the clock for good."""
        self._stand(at)
        self.ended_at, self.ending, self.ended_by = at, ending, by

    def spoken_ms(self, now: datetime) -> int:
        """Return the milliseconds spoken until now, net of pauses."""
        return self._used_ms + (0 if self._running_since is None else elapsed_ms(self._running_since, now))

    def line(self, now: datetime) -> TurnLine:
        """Tell the turn as it stands now."""
        called, asked, spoken_ms = self.called, self.asked, self.spoken_ms(now)
        speaker = called.speaker
        return TurnLine(
            version=self.version, at=called.at, item=self.item, turn=called.turn, kind=called.kind, name=speaker.name,
            person=speaker.key, club=None if speaker.club is None else speaker.club.id,
            text=called.text, text_turn=called.text_turn,
            asked_at=None if asked is None else asked.added.at,
            entered_by=None if asked is None else asked.entered_by,
            while_closed=asked is not None and asked.while_closed,
            called_by=self.called_by, began_at=self.began_at,
            ended_at=self.ended_at, ending=self.ending, ended_by=self.ended_by,
            spoken_ms=spoken_ms, limit_ms=self.limit_ms, extended_ms=self.extended_ms,
            over_ms=max(0, spoken_ms - self.limit_ms),
            interposed_in=self.interposed_in, out_of_order=called.out_of_order, last_word=called.last_word,
            supports=tuple(self.supports),
        )  # fmt: skip

    def _run(self, at: datetime) -> None:
        if self.began_at is not None and not self._paused and self._running_since is None and self.ended_at is None:
            self._running_since = at

    def _stand(self, at: datetime) -> None:
        if self._running_since is not None:
            self._used_ms += elapsed_ms(self._running_since, at)
            self._running_since = None


def counted(turns: Iterable[Spoken], now: datetime, item: ItemId | None = None) -> Tallies:
    """Count turns: all of them, or those of one item. A turn counts as one once it began and is over."""
    tallies = Tallies()
    for turn in turns:
        if item is None or turn.item == item:
            is_turn = turn.began_at is not None and turn.ended_at is not None
            tallies.add(turn.called.speaker, turn.spoken_ms(now), is_turn=is_turn)
    return tallies
