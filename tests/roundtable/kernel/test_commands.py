"""What a socket may say: everything but a well-formed command of a participant is refused, and nothing leaks."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import roundtable.chat.messages as chat
from roundtable.kernel.commands import CommandBook
from roundtable.kernel.errors import Invalid
from roundtable.kernel.messages import ClientCommand
from roundtable.rooms.messages import SetRole
from roundtable.types_export import client_commands

book = CommandBook(client_commands())


def test_a_command_is_read() -> None:
    assert book.parse({"type": "rooms.set_role", "participant": "prt_abc", "role": "observer"}) == SetRole(
        participant="prt_abc", role="observer"
    )


@pytest.mark.parametrize(
    ("message", "refusal"),
    [
        ({}, Invalid("unknown_command")),
        ({"type": 3}, Invalid("unknown_command")),
        ({"type": ["rooms.leave"]}, Invalid("unknown_command")),
        ({"type": "rooms.enter", "connection": "c"}, Invalid("unknown_command")),
        ({"type": "rooms.disconnect"}, Invalid("unknown_command")),
        ({"type": "session.tick"}, Invalid("unknown_command")),
        ({"type": "session.server_started", "node": "x"}, Invalid("unknown_command")),
        ({"type": "rooms.leave", "by": "prt_x"}, Invalid("invalid", field="unknown", fault="extra_forbidden")),
        ({"type": "rooms.leave", "秘密": 1}, Invalid("invalid", field="unknown", fault="extra_forbidden")),
        ({"type": "rooms.admit"}, Invalid("invalid", field="participant", fault="missing")),
        ({"type": "rooms.lock", "locked": "perhaps"}, Invalid("invalid", field="locked", fault="bool_parsing")),
        ({"type": "rooms.configure", "capacity": 10**9}, Invalid("invalid", field="capacity", fault="less_than_equal")),
        ({"type": "chat.send", "text": " \n "}, Invalid("invalid", field="text", fault="value_error")),
        ({"type": "chat.send", "text": "x" * 2001}, Invalid("invalid", field="text", fault="string_too_long")),
        (
            {"type": "chat.react", "message": "msg_abc", "emoji": "💣" * 1000, "on": True},
            Invalid("invalid", field="emoji", fault="literal_error"),
        ),
    ],
)
def test_refusals_name_the_field_and_not_its_value(message: dict[str, Any], refusal: Invalid) -> None:
    with pytest.raises(Invalid) as caught:
        book.parse(message)
    assert caught.value == refusal


def test_every_command_says_who_may_send_it() -> None:
    for command in client_commands():
        assert command.allowed, command
    assert {command for command in client_commands() if command.__module__ == chat.__name__} == set(chat.COMMANDS)


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(client_commands()), st.data())
def test_whatever_is_sent_is_a_command_or_one_clean_refusal(command: type[ClientCommand], data: st.DataObject) -> None:
    fields = {name: data.draw(json_values) for name in command.model_fields if name != "type"}
    more = data.draw(st.dictionaries(st.text(max_size=8), json_values, max_size=2))
    message = {**more, **fields, "type": command.model_fields["type"].default}
    assert outcome(message) in {command, "invalid"}


def outcome(message: dict[str, Any]) -> object:
    """The kind of the command, or the code of its refusal."""
    try:
        return type(book.parse(message))
    except Invalid as refusal:
        return refusal.code if refusal.params.keys() == {"field", "fault"} else refusal
