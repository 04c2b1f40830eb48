"""Merge patches: the difference between two views brings one to the other, and says nothing else."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from roundtable.kernel.patches import apply, diff

scalars = st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False) | st.text(max_size=3)
values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=12,
)
views = st.dictionaries(st.sampled_from("abcdef"), values, max_size=6)


def exactly(value: Any) -> Any:
    """The value with its types, so that 1, 1.0 and True are different things."""
    if isinstance(value, dict):
        return {name: exactly(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [exactly(inner) for inner in value]
    return type(value).__name__, value


@given(views, views)
def test_the_patch_turns_the_old_into_the_new(old: dict[str, Any], new: dict[str, Any]) -> None:
    patch = diff(old, new)
    if patch is None:
        assert exactly(old) == exactly(new)
    else:
        assert exactly(apply(old, patch)) == exactly(new)


@given(views)
def test_equal_views_have_no_patch(view: dict[str, Any]) -> None:
    assert diff(view, apply(view, {})) is None


@given(views, views, views)
def test_a_patch_over_two_steps_fits_the_step_between_if_that_is_one_of_its_ends(
    first: dict[str, Any], second: dict[str, Any], other: dict[str, Any]
) -> None:
    patch = diff(first, second)
    if patch is not None:
        assert exactly(apply(second, patch)) == exactly(second)
    assert exactly(apply(apply(first, diff(first, other) or {}), diff(other, second) or {})) == exactly(second)


def test_examples_of_rfc_7396_that_views_can_have() -> None:
    assert apply({"a": "b"}, {"a": "c"}) == {"a": "c"}
    assert apply({"a": "b"}, {"b": "c"}) == {"a": "b", "b": "c"}
    assert apply({"a": "b", "b": "c"}, {"a": None}) == {"b": "c"}
    assert apply({"a": ["b"]}, {"a": "c"}) == {"a": "c"}
    assert apply({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}) == {"a": {"b": "d"}}
    assert apply({"a": [1, 2]}, {"a": ["a", "b"]}) == {"a": ["a", "b"]}
    assert apply({"e": "f"}, {"a": {"bb": {"ccc": None}}}) == {"e": "f", "a": {"bb": {}}}


def test_the_same_objects_are_not_looked_into() -> None:
    class Closed(dict[str, object]):
        def items(self) -> Any:
            raise AssertionError("looked into")

        keys = values = items

    shared = Closed()
    assert diff({"people": shared, "n": 1}, {"people": shared, "n": 2}) == {"n": 2}
