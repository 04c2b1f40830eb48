"""What is seen of the floor. Parts that have not changed are the same objects again: that makes patches cheap."""

from collections.abc import Callable
from typing import Any, Literal, TypeVar, cast

from roundtable.floor import views
from roundtable.floor.budgets import club_budget_ms
from roundtable.floor.state import Attendee, Entry, FloorState, Item, Tally, Topic, Turn, Venue
from roundtable.floor.steps import step
from roundtable.floor.values import Reason
from roundtable.kernel.clock import as_text
from roundtable.kernel.floor_settings import KINDS, FloorSettings
from roundtable.kernel.slice import View
from roundtable.kernel.views import club_view

MILLISECONDS = 1000
K = TypeVar("K", bound=str)
V = TypeVar("V")


def show(state: FloorState) -> View:
    """Return the floor as everybody who is in sees it; made once for a state."""
    view: View = _once(state.memo, (), lambda: _floor(state))
    return view


def _floor(state: FloorState) -> views.FloorView:
    view: views.FloorView = {
        "mode": state.settings.mode,
        "settings": _settings(state.settings),
        "closed": state.closed,
        "entries": _entries(state),
        "pace": {kind: state.pace(kind) for kind in KINDS},
        "clubs": _clubs(state),
        "people": {key: _person_tally(tally) for key, tally in state.by_person.items()},
        "items": {item.id: _item(item, rank) for rank, item in enumerate(state.items.values())},
        "gavel": _present(holder=state.gavel.holder, offered=state.gavel.offered),
        "presenters": dict.fromkeys(state.presenters, True),
        "venues": {host: _venue(venue) for host, venue in state.venues.items()},
    }
    if state.closes_at is not None:
        view["closes_at"] = as_text(state.closes_at)
    if state.topic is not None:
        view["topic"] = _topic(state.topic)
    if state.item is not None:
        view["item"] = state.item
    return _with_turns(state, view)


def _with_turns(state: FloorState, view: views.FloorView) -> views.FloorView:
    if state.turn is not None:
        view["turn"] = _turn(state.turn)
    if state.interposed is not None and state.main is not None:
        view["interrupted"] = _turn(state.main)
    coming = step(state)
    if coming is not None:
        view["step"] = {"does": coming.does}
        if coming.entry is not None:
            view["step"]["entry"] = coming.entry.id
    return view


def _settings(settings: FloorSettings) -> views.FloorSettingsView:
    return {
        "policy": settings.policy,
        "bound": settings.bound,
        "limits": {kind: settings.limits.of(kind) * MILLISECONDS for kind in KINDS},
        "warning": settings.warning * MILLISECONDS,
        "hard_stop": settings.hard_stop,
        "call_grace": settings.call_grace * MILLISECONDS,
        "absence_grace": settings.absence_grace * MILLISECONDS,
        "entries_per_kind": settings.entries_per_kind,
    }


def _entries(state: FloorState) -> dict[str, views.EntryView]:
    ranks, reasons = state.ranks, state.reasons
    absent = {entry.microphone for entry in state.entries.values() if state.is_away(entry)}
    shown: dict[str, views.EntryView] = {}
    for id_, entry in state.entries.items():
        place = (ranks[id_], reasons[id_], entry.microphone in absent)
        known = entry.memo.get("shown")
        if known is None or known[0] != place:
            entry.memo["shown"] = known = (place, _entry_view(entry, *place))
        shown[id_] = known[1]
    return shown


def _entry_view(entry: Entry, rank: int, reason: Reason, is_away: bool) -> views.EntryView:
    speaker = entry.speaker
    is_by_another = entry.by != speaker.participant
    view: dict[str, object] = {
        "id": entry.id,
        "kind": entry.kind,
        "rank": rank,
        "reason": reason,
        "name": speaker.name,
        "at": as_text(entry.at),
    }
    more = _present(
        participant=speaker.participant,
        club=None if speaker.club is None else speaker.club.id,
        venue=speaker.venue,
        attendee=speaker.attendee,
        text=entry.text or None,
        text_turn=entry.text_turn or None,
        by=entry.by if is_by_another else None,
        carried=entry.by is None or None,
        away=is_away or None,
    )
    return cast("views.EntryView", view | more)


def _turn(turn: Turn) -> views.TurnView:
    speaker = turn.speaker
    view: dict[str, object] = {
        "id": turn.id,
        "kind": turn.kind,
        "name": speaker.name,
        "state": _state_of(turn),
        "called_at": as_text(turn.called_at),
        "limit": turn.limit_ms,
        "used": turn.used_ms,
        "paused": dict.fromkeys(sorted(turn.paused), True),
    }
    more = _present(
        participant=speaker.participant,
        club=None if speaker.club is None else speaker.club.id,
        venue=speaker.venue,
        text=turn.text or None,
        text_turn=turn.text_turn or None,
        running_since=None if turn.running_since is None else as_text(turn.running_since),
        missed=turn.is_missed or None,
        last_word=turn.last_word or None,
    )
    return cast("views.TurnView", view | more)


def _state_of(turn: Turn) -> Literal["called", "speaking", "paused"]:
    if turn.paused:
        return "paused"
    return "speaking" if turn.began else "called"


def _topic(topic: Topic) -> views.TopicView:
    view: dict[str, object] = {
        "turn": topic.turn,
        "name": topic.speaker.name,
        "supports": dict.fromkeys(topic.supports, True),
    }
    club = topic.speaker.club
    return cast("views.TopicView", view | _present(club=None if club is None else club.id, text=topic.text or None))


def _clubs(state: FloorState) -> dict[str, views.ClubTallyView]:
    """Show every club of this session, also those that have not spoken."""
    item = None if state.item is None else state.items.get(state.item)
    shown: dict[str, views.ClubTallyView] = {}
    for tally in state.by_group.values():
        if tally.club is not None:
            budget = 0 if item is None else club_budget_ms(item, tally.club.id)
            shown[tally.club.id] = _club_tally(tally, budget)
    return shown


def _club_tally(tally: Tally, budget: int) -> views.ClubTallyView:
    def make() -> dict[str, object]:
        shown: dict[str, object] = {} if tally.club is None else {"club": club_view(tally.club)}
        shown |= _counted(tally)
        shown |= _present(budget=budget or None)
        return shown

    return cast("views.ClubTallyView", _once(tally.memo, ("club", budget), make))


def _person_tally(tally: Tally) -> views.PersonTallyView:
    def make() -> dict[str, object]:
        club = None if tally.club is None else tally.club.id
        shown: dict[str, object] = {"name": tally.name}
        shown |= _counted(tally)
        shown |= _present(club=club)
        return shown

    return cast("views.PersonTallyView", _once(tally.memo, ("person",), make))


def _counted(tally: Tally) -> dict[str, object]:
    return {"item_ms": tally.item_ms, "item_turns": tally.item_turns, "ms": tally.ms, "turns": tally.turns}


def _item(item: Item, rank: int) -> views.ItemView:
    view: dict[str, object] = {
        "id": item.id,
        "title": item.title,
        "rank": rank,
        "state": _item_state(item),
        "clubs": dict.fromkeys(item.clubs, True),
        "used": item.used_ms,
    }
    more = _present(
        budget=item.budget_ms or None,
        club_budget=item.club_budget_ms or None,
        started_at=None if item.started_at is None else as_text(item.started_at),
        closed_at=None if item.closed_at is None else as_text(item.closed_at),
    )
    return cast("views.ItemView", view | more)


def _item_state(item: Item) -> Literal["ahead", "current", "over"]:
    if item.closed_at is not None:
        return "over"
    return "ahead" if item.started_at is None else "current"


def _venue(venue: Venue) -> views.VenueView:
    return {"title": venue.title, "attendees": {one.id: _attendee(one) for one in venue.attendees.values()}}


def _attendee(attendee: Attendee) -> views.AttendeeView:
    view = {"id": attendee.id, "name": attendee.name}
    return cast("views.AttendeeView", view | _present(club=None if attendee.club is None else attendee.club.id))


def _present(**parts: object) -> Any:
    """Return the parts that there are: a merge patch knows no null."""
    return {name: part for name, part in parts.items() if part is not None}


def _once(memo: dict[str, Any], key: tuple[object, ...], make: Callable[[], V]) -> V:
    """Return what was made of an object last time, if it was made from the same."""
    known = memo.get("shown")
    if known is None or known[0] != key:
        memo["shown"] = known = (key, make())
    made: V = known[1]
    return made
