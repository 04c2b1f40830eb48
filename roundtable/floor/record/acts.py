"""What was done on the floor that is neither a turn nor an entry's own fate: one line each, from one event."""

from typing import Any

from roundtable.floor.events import chairing, items, queue, turns, venues
from roundtable.floor.record.told import Told
from roundtable.floor.resources import Act, ActLine
from roundtable.floor.values import EntryId, Speaker, TurnId
from roundtable.kernel.floor_settings import FloorSettings
from roundtable.kernel.messages import ClubFacts, Event


def act_of(told: Told, event: Event) -> ActLine | None:
    """Tell an event as an act, before it is folded; None for one that is told otherwise, or that nobody knows."""
    for tell in (_queue_act, _turn_act, _chairing_act, _item_act, _venue_act):
        fields = tell(told, event)
        if fields is not None:
            by = told.name(getattr(event, "by", None))
            return ActLine(version=told.version, at=told.until, by=by, **{"item": told.agenda.current, **fields})
    return None


Fields = dict[str, Any]


def _act(act: Act, **more: object) -> Fields:
    return {"act": act, **more}


def _of(speaker: Speaker) -> Fields:
    return {"name": speaker.name, "club": None if speaker.club is None else speaker.club.id}


def _entry(told: Told, entry: EntryId) -> Fields:
    asked = told.waiting.get(entry)
    return {} if asked is None else {**_of(asked.added.speaker), "kind": asked.added.kind}


def _turn(told: Told, turn: TurnId) -> Fields:
    spoken = told.turns.get(turn)
    return {} if spoken is None else {**_of(spoken.called.speaker), "kind": spoken.called.kind}


def _queue_act(told: Told, event: Event) -> Fields | None:
    match event:
        case queue.EntryEdited():
            return _act("edited", text=event.text, **_entry(told, event.entry))
        case queue.EntryDeferred():
            return _act("deferred", **_entry(told, event.entry))
        case queue.EntryMoved():
            before = _entry(told, event.before).get("name") if event.before else None
            return _act("moved", before=before, **_entry(told, event.entry))
        case queue.EntryRekinded():
            was = _entry(told, event.entry)
            return _act("rekinded", **{**was, "was": was.get("kind"), "kind": event.kind})
        case queue.QueueCleared():
            return _act("cleared", why=event.why)
        case queue.QueueClosed():
            return _act("closed")
        case queue.QueueReopened():
            return _act("reopened")
        case queue.LastCallAnnounced():
            return _act("last_call", seconds=round((event.closes_at - event.at).total_seconds()))
        case _:
            return None


def _turn_act(told: Told, event: Event) -> Fields | None:
    """An interposed question is told by its own turn, so the pause for it is not told again."""
    match event:
        case turns.TurnPaused() if event.why != "interposed":
            return _act("paused", why=event.why, **_turn(told, event.turn))
        case turns.TurnResumed() if event.why != "interposed":
            return _act("resumed", why=event.why, **_turn(told, event.turn))
        case turns.TurnExtended():
            return _act("extended", seconds=event.seconds, **_turn(told, event.turn))
        case turns.SpeakerMissed():
            return _act("missed", **_turn(told, event.turn))
        case turns.SpeakerAwaited():
            return _act("awaited", **_turn(told, event.turn))
        case _:
            return None


def _chairing_act(told: Told, event: Event) -> Fields | None:
    match event:
        case chairing.ModeSet():
            return _act("mode_set", mode=event.mode)
        case chairing.FloorConfigured():
            return _act("configured", changes=_changes(told.settings, event.settings))
        case chairing.PresenterSet():
            return _act("presenter_set" if event.presenting else "presenter_unset", name=told.name(event.participant))
        case chairing.GavelPassed(participant=None):
            return _act("gavel_laid_down")
        case chairing.GavelPassed():
            return _act("gavel_passed", name=told.name(event.participant))
        case chairing.GavelOffered():
            return _act("gavel_offered", name=told.name(event.participant))
        case chairing.ClubSupported():
            topic = _turn(told, told.topic) if told.topic else {}
            return _act("supported" if event.on else "unsupported", club=event.club.id, name=topic.get("name"))
        case _:
            return None


def _item_act(told: Told, event: Event) -> Fields | None:
    match event:
        case items.ItemAdded():
            return _act("item_added", text=event.title)
        case items.ItemEdited():
            return _act("item_edited", text=event.title)
        case items.ItemMoved():
            before = told.agenda.title(event.before)
            return _act("item_moved", text=told.agenda.title(event.item), before=before)
        case items.ItemRemoved():
            return _act("item_removed", text=told.agenda.title(event.item))
        case items.ItemStarted():
            known = event.item if told.agenda.title(event.item) is not None else None
            return _act("item_started", text=told.agenda.title(event.item), item=known)
        case items.ItemExtended():
            return _act("item_extended", text=told.agenda.title(event.item), seconds=event.seconds)
        case items.ItemClosed():
            return _act("item_closed", text=told.agenda.title(event.item), why=event.waiting)
        case items.OverhangShared():
            return _act("overhang_shared", club=event.club, seconds=event.seconds)
        case _:
            return None


def _venue_act(told: Told, event: Event) -> Fields | None:
    match event:
        case venues.VenueOpened():
            return _act("venue_opened", name=told.name(event.participant), text=event.title)
        case venues.VenueClosed():
            return _act("venue_closed", name=told.name(event.participant))
        case venues.AttendeeAdded():
            return _act("attendee_added", name=event.name, club=_id(event.club))
        case venues.AttendeeRemoved():
            return _act("attendee_removed", name=told.attendees.get(event.attendee))
        case _:
            return None


def _id(club: ClubFacts | None) -> str | None:
    return None if club is None else club.id


def _changes(before: FloorSettings, after: FloorSettings) -> dict[str, int | str | bool]:
    """Name the settings that are different, with what they are now; the limits one by one."""
    old, new = _flat(before), _flat(after)
    return {name: value for name, value in new.items() if old[name] != value}


def _flat(settings: FloorSettings) -> dict[str, int | str | bool]:
    values = settings.model_dump()
    limits: dict[str, int] = values.pop("limits")
    return {**values, **{f"limit_{kind}": seconds for kind, seconds in limits.items()}}
