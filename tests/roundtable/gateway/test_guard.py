import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.gateway.guard import MAX_FRAME_BYTES, Kind, Malformed, inspect

GOOD = [
    ("42" + '1["command",{"id":"x","type":"rooms.leave"}]', Kind.EVENT),
    ('4217["query",{"type":"time"}]', Kind.EVENT),
    ('421["command",{}]', Kind.EVENT),
    ('421["command",{"a":{"b":{"c":{"d":{"e":{"f":1}}}}}}]', Kind.EVENT),
    ('421["command",{"text":"圆桌 👏 \\ud83d\\udc4f"}]', Kind.EVENT),
    ('40{"room":"x"}', Kind.CONNECT),
    ("3", Kind.PONG),
    ("1", Kind.LEAVE),
    ("41", Kind.LEAVE),
]

BAD = [
    b"binary",
    None,
    "",
    "4",
    "42",
    "2probe",
    "5",
    "6",
    "0{}",
    "b" + "QUFB",
    # No acknowledgement id; an id that would become a huge int; digits that are not ASCII.
    '42["command",{}]',
    "42" + "9" * 11 + '["command",{}]',
    '42٣["command",{}]',
    # Another namespace, and none where one must be.
    '42/admin,1["command",{}]',
    '40/admin,{"room":"x"}',
    "40",
    # Binary events, binary acknowledgements, attachments, acknowledgements, errors.
    '451-1["command",{"_placeholder":true,"num":0}]',
    '461-1[{"_placeholder":true,"num":0}]',
    '42999999999-1["command",{}]',
    '431["ok"]',
    '44{"message":"x"}',
    # Reserved and unknown names.
    '421["connect",{}]',
    '421["disconnect",{}]',
    '421["connect_error",{}]',
    '421["message",{}]',
    '421["*",{}]',
    '421["__class__",{}]',
    '421["Command",{}]',
    # Not one object.
    '421["command"]',
    '421["command",{},{}]',
    '421["command",[]]',
    '421["command",null]',
    '421[["command"],{}]',
    '421{"command":{}}',
    "421[]",
    # JSON that others choke on.
    '421["command",{]',
    '421["command",{"n":NaN}]',
    '421["command",{"n":-Infinity}]',
    '421["command",{"n":' + "9" * 5000 + "}]",
    '421["command",{"text":"\\u0000"}]',
    '421["command",{"text":"\\ud800"}]',
    '421["command",{"\\udfff":1}]',
    '421["command",' + '{"a":' * 9 + "1" + "}" * 9 + "]",
    '421["command",{"a":' + "[" * 7000 + "]" * 7000 + "}]",
    "421" + "[" * 16000,
    '421["command",{"text":"' + "x" * MAX_FRAME_BYTES + '"}]',
]


@pytest.mark.parametrize(("frame", "kind"), GOOD)
def test_what_a_client_may_send(frame: str, kind: Kind) -> None:
    assert inspect(frame) is kind


@pytest.mark.parametrize("frame", BAD, ids=lambda frame: repr(frame)[:40])
def test_what_it_may_not(frame: object) -> None:
    assert isinstance(inspect(frame), Malformed)


@given(
    st.one_of(
        st.text(),
        st.binary(),
        st.sampled_from(["4", "42", "421", "40"]).flatmap(lambda head: st.text().map(lambda tail: head + tail)),
    )
)
def test_anything_at_all_is_judged_without_an_exception(frame: object) -> None:
    assert isinstance(inspect(frame), Kind | Malformed)


_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.text(), _json)
def test_only_the_two_names_pass_whatever_comes_with_them(name: str, content: object) -> None:
    verdict = inspect("421" + json.dumps([name, content]))
    assert (verdict is Kind.EVENT) <= (name in {"command", "query"} and isinstance(content, dict))
