"""Reads the events of a session one by one and tells what happened on its floor."""

from collections.abc import Iterable
from datetime import datetime

from roundtable.floor.beginning import taken_over
from roundtable.floor.events import chairing, items, queue, turns, venues
from roundtable.floor.record.acts import act_of
from roundtable.floor.record.told import Told
from roundtable.floor.record.turns import counted
from roundtable.floor.resources import MOST_LINES, ActLine, ClubRecord, FloorRecord, Line
from roundtable.floor.values import TurnId
from roundtable.kernel.events import ParticipantJoined, ParticipantRenamed, SessionEnded
from roundtable.kernel.messages import Event
from roundtable.kernel.session import SessionFacts


def record_of(
    facts: SessionFacts, events: Iterable[tuple[int, Event]], now: datetime, *, most_lines: int = MOST_LINES
) -> FloorRecord:
    """Tell everything that happened on the floor, until the session's end or until now.

    Events that this program does not know, or that refer to what it never read, change nothing.
    """
    told = Told(settings=facts.settings.floor, until=facts.started_at)
    for added in taken_over(facts):
        told.ask(added)
    for version, event in events:
        told.version, told.until = version, max(told.until, getattr(event, "at", told.until))
        act = act_of(told, event)
        if act is not None:
            told.lines.append(act)
        _fold_names(told, event)
        _fold_queue(told, event)
        _fold_turns(told, event)
        _fold_chairing(told, event)
        _fold_items(told, event)
    return _finished(told, facts, told.ended_at or max(now, told.until), most_lines)


def _fold_names(told: Told, event: Event) -> None:
    match event:
        case ParticipantJoined() | ParticipantRenamed():
            told.names[event.participant] = event.name
        case venues.AttendeeAdded():
            told.know([event.club])
            told.attendees[event.attendee] = event.name
        case SessionEnded():
            told.end(told.until)
        case _:
            pass


def _fold_queue(told: Told, event: Event) -> None:
    match event:
        case queue.EntryAdded():
            told.ask(event)
        case queue.EntryEdited():
            told.change(event.entry, text=event.text, text_turn=event.text_turn)
        case queue.EntryRekinded():
            told.change(event.entry, kind=event.kind)
        case queue.EntryRemoved():
            told.dispose(event.entry, event.why, told.name(event.by), event.at)
        case queue.QueueCleared():
            for entry in list(told.waiting):
                told.dispose(entry, event.why, told.name(event.by), event.at)
        case queue.QueueClosed():
            told.closed = True
        case queue.QueueReopened():
            told.closed = False
        case _:
            pass


def _fold_turns(told: Told, event: Event) -> None:
    if isinstance(event, turns.TurnCalled):
        told.call(event)
        return
    turn = told.turns.get(getattr(event, "turn", TurnId("")))
    if turn is None:
        return
    match event:
        case turns.TurnBegan():
            turn.begin(event.at)
        case turns.TurnPaused():
            turn.pause(event.why, event.at)
        case turns.TurnResumed():
            turn.resume(event.why, event.at)
        case turns.TurnExtended():
            turn.extend(event.seconds)
        case turns.TurnEnded():
            told.end_turn(turn, event.ending, told.name(event.by), event.at)
        case _:
            pass


def _fold_chairing(told: Told, event: Event) -> None:
    match event:
        case chairing.ModeSet():
            told.settings = told.settings.model_copy(update={"mode": event.mode})
        case chairing.FloorConfigured():
            told.settings = event.settings
        case chairing.ClubSupported():
            told.know([event.club])
            topic = told.turns.get(told.topic) if told.topic else None
            if topic is not None and event.on:
                topic.supports[event.club.id] = None
            elif topic is not None:
                topic.supports.pop(event.club.id, None)
        case _:
            pass


def _fold_items(told: Told, event: Event) -> None:
    match event:
        case items.ItemDescription():
            told.know(event.clubs)
            told.agenda.put(event)
        case items.ItemMoved():
            told.agenda.move(event.item, event.before)
        case items.ItemRemoved():
            told.agenda.remove(event.item)
        case items.ItemStarted():
            told.agenda.start(event.item, event.at)
            told.topic = None
        case items.ItemExtended():
            told.agenda.extend(event.item, event.seconds)
        case items.ItemClosed():
            told.agenda.close(event.at)
            told.topic = None
        case _:
            pass


def _finished(told: Told, facts: SessionFacts, now: datetime, most_lines: int) -> FloorRecord:
    spoken = list(told.turns.values())
    waiting = [told.entry_line(asked, "waiting", None, asked.added.at) for asked in told.waiting.values()]
    every: list[Line] = [*(turn.line(now) for turn in spoken), *told.lines, *waiting]
    lines = _bounded(sorted(every, key=lambda line: line.version), most_lines)
    return FloorRecord(
        session_id=facts.session,
        room_id=facts.room,
        title=facts.title,
        started_at=facts.started_at,
        ended_at=told.ended_at,
        as_of=now,
        clubs={id_: ClubRecord(**club.model_dump(exclude={"id"})) for id_, club in sorted(told.clubs.items())},
        items=told.agenda.told(now, lambda item: counted(spoken, now, item).totals()),
        totals=counted(spoken, now).totals(),
        lines=lines,
        left_out=len(every) - len(lines),
    )


def _bounded(lines: list[Line], most: int) -> list[Line]:
    """Leave out acts first, then what comes last: who spoke is what the record is for."""
    if len(lines) <= most:
        return lines
    without_acts: list[Line] = [line for line in lines if not isinstance(line, ActLine)]
    spare = most - len(without_acts)
    if spare <= 0:
        return without_acts[:most]
    acts = [line for line in lines if isinstance(line, ActLine)][:spare]
    return sorted([*without_acts, *acts], key=lambda line: line.version)
