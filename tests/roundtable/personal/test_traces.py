"""Whatever refers to a person is in the list of traces: it is exported and deleted, or there is a reason."""

import re

import pytest

import roundtable.tables
from roundtable.database import Base
from roundtable.personal import tables
from roundtable.personal.traces import BY_PARTICIPANT, OF_OTHERS, TRACES
from tests.roundtable.house import House
from tests.roundtable.personal.life import EMAIL, NAME, lived

NAMES_SOMEBODY = re.compile(r"person|participant|host_id|created_by|^by$|email|^owner|^user|payload|unique_key|^facts$")
TOLD_WITH_THE_ROW = {("person", "email"), ("identity", "email")}
"""Addresses in rows that are in the list by another column."""


def test_every_column_that_may_hold_a_person_is_in_the_list() -> None:
    assert roundtable.tables.MODULES
    listed = {(trace.table, trace.column) for trace in TRACES} | BY_PARTICIPANT.keys() | OF_OTHERS.keys()
    found = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            refers = any(key.column.table.name == "person" for key in column.foreign_keys)
            if refers or NAMES_SOMEBODY.search(column.name):
                found.add((table.name, column.name))
    assert found - listed - TOLD_WITH_THE_ROW == set()


def test_the_list_names_nothing_that_is_not_there() -> None:
    listed = {(trace.table, trace.column) for trace in TRACES} | BY_PARTICIPANT.keys() | OF_OTHERS.keys()
    there = {(table.name, column.name) for table in Base.metadata.sorted_tables for column in table.columns}
    assert listed - there == set()


async def test_the_life_of_these_tests_leaves_every_trace(house: House) -> None:
    """Otherwise the other tests would prove nothing."""
    life = await lived(house)
    async with house.database.reading() as connection:
        person = await tables.rows_of(connection, TRACES[-1], life.id)  # type: ignore[arg-type]
        empty = [
            trace
            for trace in TRACES
            if not await tables.rows_of(connection, trace, life.id)  # type: ignore[arg-type]
        ]
    assert empty == []
    assert person[0]["email"] == EMAIL
    assert {"session_event.payload", "chat_message.name", "carried_entry.name"} <= await life.tables_with(NAME)
    assert {"session_event.payload", "job.payload"} <= await life.tables_with(life.id)
    assert {"chat_reaction.participant_id"} <= await life.tables_with(life.participant)


@pytest.mark.parametrize("by", ["themselves", "administrator"])
async def test_after_the_deletion_nothing_names_them(house: House, by: str) -> None:
    life = await lived(house)
    if by == "administrator":
        deleted = await life.federation.ada.delete(f"/api/people/{life.id}")
    else:
        deleted = await life.rui.post("/api/me/deletion", password="correct horse battery")
    assert deleted.status == 204, deleted
    for word in (life.id, EMAIL, NAME, "What Rui wrote"):
        assert await life.tables_with(word) == set(), word
    assert await life.tables_with("olga@example.org") >= {"person.email", "job.payload"}
    with_participant = await life.tables_with(life.participant)
    assert with_participant <= {"session_event.payload", "session_command.participant_id",
                                "chat_message.participant_id"}  # fmt: skip
