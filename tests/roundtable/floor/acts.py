"""Random acts on the floor. Ids are counted, so a guess often hits; guesses that miss must be refused cleanly."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from roundtable.floor.commands import chairing, items, queue, turns, venues
from roundtable.floor.values import AttendeeId, EntryId, ItemId, TurnId
from roundtable.kernel.floor_settings import KINDS, MODES
from roundtable.kernel.ids import ClubId, ParticipantId
from roundtable.kernel.messages import ClientCommand

MOST_GUESSED = 24
"""Ids are guessed up to this; a random meeting hardly gives more."""

Commands = st.SearchStrategy[ClientCommand]

_numbers = st.integers(1, MOST_GUESSED)
entries = _numbers.map(lambda number: EntryId(f"ent_{number}"))
turn_ids = _numbers.map(lambda number: TurnId(f"trn_{number}"))
item_ids = _numbers.map(lambda number: ItemId(f"itm_{number}"))
attendees = _numbers.map(lambda number: AttendeeId(f"att_{number}"))
kinds = st.sampled_from(KINDS)
texts = st.sampled_from(["", "Budget?", "关于预算"])
clubs = st.sampled_from([ClubId("clb_1osa"), ClubId("clb_1nobody")])
club_names = st.sampled_from(["Robotics", "机器人社"])
names = st.sampled_from(["Old Wang", "小李"])
disposals = st.sampled_from(["extend", "carry", "write"])


def _fields(required: dict[str, Any], **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


def _built(command: type[ClientCommand], required: dict[str, Any] | None = None, **optional: Any) -> Commands:
    return _fields(required or {}, **optional).map(lambda fields: command(**fields))


def queue_commands(people: Sequence[ParticipantId]) -> Commands:
    """Enter, leave and rearrange the queue."""
    anybody = st.sampled_from(people)
    asked = {"text": texts, "text_turn": st.booleans()}
    return st.one_of(
        _built(queue.Ask, {"kind": kinds}, **asked),
        _built(queue.Ask, {"kind": kinds}),
        _built(queue.Withdraw, {"entry": entries}),
        _built(queue.Edit, {"entry": entries}, **asked),
        _built(queue.Defer, {"entry": entries}),
        _built(queue.Add, {"kind": kinds, "participant": anybody}, **asked),
        _built(queue.Add, {"kind": kinds, "name": names}, club=clubs, **asked),
        _built(queue.Add, {"kind": kinds, "name": names}, club_name=club_names, **asked),
        _built(queue.Add, {"kind": kinds}, participant=anybody, name=names, club=clubs, club_name=club_names),
        _built(queue.Move, {"entry": entries}, before=entries),
        _built(queue.Rekind, {"entry": entries, "kind": kinds}),
        _built(queue.Remove, {"entry": entries}),
        _built(queue.Clear, confirmed=st.booleans()),
        _built(queue.Close),
        _built(queue.Reopen),
        _built(queue.LastCall, {"seconds": st.sampled_from([5, 60])}),
    )


def turn_commands(people: Sequence[ParticipantId]) -> Commands:
    """Give the floor, run its clock, take it away."""
    return st.one_of(
        _built(turns.Next, turn=turn_ids, confirmed=st.booleans()),
        _built(turns.Next),
        _built(turns.Call, {"entry": entries}, turn=turn_ids),
        _built(turns.BeginTurn, {"turn": turn_ids}),
        _built(turns.EndTurn, {"turn": turn_ids}),
        _built(turns.Extend, {"turn": turn_ids, "seconds": st.sampled_from([5, 60])}),
        _built(turns.Pause, {"turn": turn_ids}),
        _built(turns.Resume, {"turn": turn_ids}),
        _built(turns.WaitForSpeaker, {"turn": turn_ids}),
        _built(turns.LastWord, {"participant": st.sampled_from(people)}, turn=turn_ids, confirmed=st.booleans()),
    )


def chairing_commands(people: Sequence[ParticipantId]) -> Commands:
    """Mode, order, stage, gavel, support."""
    anybody = st.sampled_from(people)
    configured: dict[str, Any] = {
        "policy": st.sampled_from(["fair", "fifo"]),
        "bound": st.integers(0, 4),
        "hard_stop": st.booleans(),
        "call_grace": st.sampled_from([0, 10]),
        "absence_grace": st.sampled_from([0, 30]),
        "entries_per_kind": st.integers(1, 2),
    }
    return st.one_of(
        _built(chairing.SetMode, {"mode": st.sampled_from(MODES)}),
        _built(chairing.Configure, **configured),
        _built(chairing.SetPresenter, {"participant": anybody, "presenting": st.booleans()}),
        _built(chairing.PassGavel, {"participant": anybody}),
        _built(chairing.TakeGavel),
        _built(chairing.Support, {"on": st.booleans()}),
    )


def item_commands() -> Commands:
    """Type a list of items and walk through it."""
    chosen = st.lists(clubs, max_size=2).map(tuple)
    budgets = {"budget": st.sampled_from([0, 60]), "club_budget": st.sampled_from([0, 10])}
    return st.one_of(
        _built(items.AddItem, {"title": names}, clubs=chosen, **budgets),
        _built(items.AddRound, {"budget": st.just(60)}),
        _built(items.EditItem, {"item": item_ids}, title=names, clubs=chosen, **budgets),
        _built(items.MoveItem, {"item": item_ids}, before=item_ids),
        _built(items.RemoveItem, {"item": item_ids}),
        _built(items.StartItem, {"item": item_ids}, waiting=disposals),
        _built(items.CloseItem, waiting=disposals, seconds=st.sampled_from([0, 60])),
        _built(items.ShareOverhang, {"club": clubs}),
    )


def venue_commands(people: Sequence[ParticipantId]) -> Commands:
    """Name people of a sub-venue and enter them."""
    anybody = st.sampled_from(people)
    return st.one_of(
        _built(venues.OpenVenue, {"participant": anybody, "title": names}),
        _built(venues.CloseVenue, {"participant": anybody}),
        _built(venues.AddAttendee, {"name": names}, club=clubs, club_name=club_names),
        _built(venues.RemoveAttendee, {"attendee": attendees}),
        _built(venues.AskFor, {"attendee": attendees, "kind": kinds}, text=texts, text_turn=st.booleans()),
    )


def floor_commands(people: Sequence[ParticipantId]) -> Commands:
    """Do anything on the floor; what keeps a queue full and moving, more often."""
    return st.one_of(
        queue_commands(people),
        queue_commands(people),
        turn_commands(people),
        turn_commands(people),
        chairing_commands(people),
        item_commands(),
        venue_commands(people),
    )
