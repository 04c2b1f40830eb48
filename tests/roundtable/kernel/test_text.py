"""Names and ids: what people type is made harmless, what we make cannot be guessed."""

import pytest
from pydantic import TypeAdapter, ValidationError

from roundtable.kernel.ids import PersonId, SessionId, new_id, new_slug, participant_of
from roundtable.kernel.messages import CommandRef, ParticipantRef
from roundtable.kernel.text import NAME_LENGTH, PersonName, one_line, paragraphs

names: TypeAdapter[str] = TypeAdapter(PersonName)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  李 \t雷\n ", "李 雷"),
        ("Zoe\u0301", "Zoé"),
        ("a\u202eb\u0000c\u2066d", "abcd"),
        ("👩\u200d💻 dev", "👩\u200d💻 dev"),
        ("<b>x</b>", "<b>x</b>"),
    ],
)
def test_names_are_one_harmless_line(typed: str, shown: str) -> None:
    assert names.validate_python(typed) == shown


@pytest.mark.parametrize(
    "typed", ["", "   ", "\u200d\u200d", "\u0000", "\u202e \u2069", "x" * (NAME_LENGTH + 1), 7, None]
)
def test_no_name_at_all(typed: object) -> None:
    with pytest.raises(ValidationError):
        names.validate_python(typed)


def test_messages_keep_their_lines() -> None:
    assert paragraphs(" 一\r\n二\u0007\rthree\t3 ") == "一\n二\nthree\t3"
    assert one_line("一\r\n二") == "一 二"


def test_ids_are_of_their_kind_and_never_twice() -> None:
    made = {new_id("per") for _ in range(100)}
    assert len(made) == 100
    assert all(len(one) == 30 and one.startswith("per_") for one in made)
    assert len({new_slug() for _ in range(100)}) == 100


def test_a_participant_is_the_same_in_one_session_only() -> None:
    alice, first, second = PersonId(new_id("per")), SessionId(new_id("ses")), SessionId(new_id("ses"))
    assert participant_of(first, alice) == participant_of(first, alice)
    assert participant_of(first, alice) != participant_of(second, alice)
    assert alice.removeprefix("per_") not in participant_of(first, alice)
    TypeAdapter(ParticipantRef).validate_python(participant_of(first, alice))


@pytest.mark.parametrize("wrong", ["", "prt", "prt_", "prt_x y", "prt_" + "x" * 80, "'; drop table", "__proto__", 3])
def test_ids_of_other_shapes_are_refused(wrong: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(ParticipantRef).validate_python(wrong)
    with pytest.raises(ValidationError):
        TypeAdapter(CommandRef).validate_python(f"{wrong}\n")
