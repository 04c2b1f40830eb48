"""Which option is best, and what is lost with an option."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from roundtable.kernel.ids import ClubId, PersonId, PollId
from roundtable.polls.model import Answer, Choice, Poll, When, key_of, lost, standing_answers, tallies, wall_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FIRST = datetime(2026, 11, 25, 20)
WALLS = tuple(FIRST + timedelta(days=ahead) for ahead in range(4))
A, B, C, D = (ClubId(f"clb_{letter}") for letter in "abcd")
PERSON = PersonId("per_olga")


def poll(options: tuple[datetime, ...] = WALLS, clubs: tuple[ClubId, ...] = (A, B, C, D)) -> Poll:
    when = When("Asia/Shanghai", 90, "once")
    return Poll(PollId("pol_1"), "slug", "When?", "", when, options, frozenset(clubs), PERSON, NOW)


def said(club: ClubId, *choices: Choice | None, number: int = 1) -> Answer:
    chosen = {key_of(wall): choice for wall, choice in zip(WALLS, choices, strict=False) if choice is not None}
    return Answer(club, number, chosen, "", PERSON, NOW)


def order(*answers: Answer, bad: dict[datetime, frozenset[ClubId]] | None = None) -> list[tuple[int, int]]:
    """The options by number from the best on, each with its place."""
    found = tallies(poll(), standing_answers(answers), bad or {})
    return [(WALLS.index(one.wall), one.place) for one in found]


def test_most_clubs_that_can_come_is_best() -> None:
    votes = said(A, "yes", "if_need_be", "no", "no"), said(B, "no", "if_need_be", "yes", "no")
    assert order(*votes) == [(1, 1), (0, 2), (2, 2), (3, 4)]


def test_of_equally_many_those_without_reserve_count_more_and_a_no_more_than_silence() -> None:
    votes = said(A, "yes", "if_need_be", "yes", "yes"), said(B, "no", "if_need_be", "if_need_be", None)
    assert order(*votes) == [(2, 1), (1, 2), (3, 3), (0, 4)]


def test_among_equals_the_hour_that_is_bad_for_fewer_and_then_the_earliest() -> None:
    bad = {WALLS[0]: frozenset({A, B}), WALLS[1]: frozenset({A})}
    assert order(bad=bad) == [(2, 1), (3, 1), (1, 3), (0, 4)]


def test_a_clubs_last_word_counts_and_one_without_choices_takes_it_back() -> None:
    first, second, gone = said(A, "yes"), said(A, "no", number=2), said(A, number=3)
    assert standing_answers([second, first]) == {A: second}
    assert standing_answers([first, second, gone]) == {}


def test_who_loses_something_by_a_change() -> None:
    answers = standing_answers([said(A, "yes"), said(B, None, "no"), said(C, "yes", "yes")])
    assert lost(answers, WALLS, (A, B, C)) == set()
    assert lost(answers, WALLS[:1], (A, B, C)) == {B, C}
    assert lost(answers, WALLS, (B,)) == {A, C}


def test_a_key_is_the_wall_clock() -> None:
    assert key_of(FIRST) == "20261125T2000"
    assert wall_of("20261125T2000") == FIRST


_choices = st.sampled_from(["yes", "if_need_be", "no", None])
_answers = st.dictionaries(st.sampled_from([A, B, C, D]), st.tuples(_choices, _choices, _choices, _choices))


@given(_answers, st.dictionaries(st.sampled_from(WALLS), st.frozensets(st.sampled_from([A, B, C, D]))))
def test_every_club_is_counted_once_for_every_option_and_the_order_is_total(
    votes: dict[ClubId, Any], bad: dict[datetime, frozenset[ClubId]]
) -> None:
    found = tallies(poll(), standing_answers([said(club, *choices) for club, choices in votes.items()]), bad)
    assert {one.wall for one in found} == set(WALLS)
    for one in found:
        parts = (one.yes, one.if_need_be, one.no, one.unanswered)
        assert sum(map(len, parts)) == 4
        assert frozenset().union(*parts) == {A, B, C, D}
    assert [(one.merit, one.wall) for one in found] == sorted((one.merit, one.wall) for one in found)
    for one in found:
        assert one.place == 1 + sum(other.merit < one.merit for other in found)


@given(_answers, st.sampled_from([A, B, C, D]), st.sampled_from(range(4)))
def test_who_can_come_after_all_never_makes_an_option_worse(
    votes: dict[ClubId, Any], club: ClubId, number: int
) -> None:
    def place(choices: dict[ClubId, Any]) -> int:
        found = tallies(poll(), standing_answers([said(one, *each) for one, each in choices.items()]), {})
        return next(one.place for one in found if one.wall == WALLS[number])

    before = votes.get(club, (None,) * 4)
    better = (*before[:number], "yes", *before[number + 1 :])
    assert place({**votes, club: better}) <= place(votes)
