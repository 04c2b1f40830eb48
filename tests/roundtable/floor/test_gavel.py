"""Who chairs: the first who may, until they hand it on; whoever is gone for too long is asked for, never forgotten."""

from roundtable.floor.commands.chairing import PassGavel, TakeGavel
from roundtable.floor.events.chairing import GavelOffered, GavelPassed
from roundtable.floor.gavel import GAVEL_GRACE
from roundtable.kernel.ids import ParticipantId
from roundtable.rooms.messages import Leave, Remove, SetRole
from tests.roundtable.floor.assembly import Assembly, assembled

GRACE = GAVEL_GRACE.total_seconds()


async def gavel(meeting: Assembly) -> dict[str, str]:
    """Holder and offer, as everybody sees them."""
    shown: dict[str, str] = (await meeting.floor())["gavel"]
    return shown


async def two_chairs() -> tuple[Assembly, ParticipantId, ParticipantId]:
    """Alice holds the gavel, Mia moderates too, Bob does not."""
    meeting, bob = await assembled("Bob")
    mia = await meeting.enter("Mia", right="moderator")
    return meeting, mia, bob


async def test_the_first_who_moderates_has_it() -> None:
    meeting = Assembly()
    await meeting.open()
    assert (await meeting.floor())["gavel"] == {}
    mia = await meeting.enter("Mia", right="moderator")
    assert await gavel(meeting) == {"holder": mia}
    await meeting.enter("Alice", right="host")
    assert await gavel(meeting) == {"holder": mia}
    passed = await meeting.logged(GavelPassed)
    assert [(event.participant, event.by) for event in passed] == [(mia, None)]


async def test_somebody_who_is_made_a_moderator_takes_one_that_nobody_holds() -> None:
    meeting, bob = await assembled("Bob")
    await meeting.cut_off(meeting.alice)
    await meeting.later(GRACE)
    assert await gavel(meeting) == {}
    carol = await meeting.enter("Carol", right="moderator")
    assert await gavel(meeting) == {"holder": carol}
    assert await meeting.enter("Alice", right="host") == meeting.alice
    assert await gavel(meeting) == {"holder": carol}
    await meeting.do(meeting.alice, SetRole(participant=bob, role="moderator"))
    assert await gavel(meeting) == {"holder": carol}


async def test_it_is_offered_on_when_the_holder_is_gone_for_fifteen_seconds() -> None:
    meeting, mia, _ = await two_chairs()
    await meeting.cut_off(meeting.alice)
    await meeting.later(GRACE - 0.1)
    assert await gavel(meeting) == {"holder": meeting.alice}
    await meeting.later(0.2)
    assert await gavel(meeting) == {"holder": meeting.alice, "offered": mia}
    await meeting.do(mia, TakeGavel())
    assert await gavel(meeting) == {"holder": mia}
    await meeting.enter("Alice", right="host")
    assert await gavel(meeting) == {"holder": mia}


async def test_a_page_that_is_loaded_anew_offers_nothing() -> None:
    meeting, _, _ = await two_chairs()
    for _ in range(3):
        await meeting.cut_off(meeting.alice)
        await meeting.later(GRACE - 1)
        await meeting.enter("Alice", right="host")
    await meeting.later(100)
    assert await meeting.logged(GavelOffered) == []


async def test_the_holder_who_is_back_before_it_was_taken_has_it() -> None:
    meeting, mia, _ = await two_chairs()
    await meeting.cut_off(meeting.alice)
    await meeting.later(GRACE)
    assert (await gavel(meeting))["offered"] == mia
    await meeting.enter("Alice", right="host")
    assert await gavel(meeting) == {"holder": meeting.alice}
    assert (await meeting.refusal(mia, TakeGavel())).code == "gavel_held"


async def test_the_holder_who_is_out_after_a_minute_may_come_back_to_it() -> None:
    meeting, mia, _ = await two_chairs()
    await meeting.cut_off(meeting.alice)
    await meeting.later(61)
    assert await gavel(meeting) == {"holder": meeting.alice, "offered": mia}
    await meeting.enter("Alice", right="host")
    assert await gavel(meeting) == {"holder": meeting.alice}


async def test_who_is_asked_and_goes_too_is_not_waited_for() -> None:
    meeting, mia, _ = await two_chairs()
    noa = await meeting.enter("Noa", right="moderator")
    await meeting.cut_off(meeting.alice)
    await meeting.later(GRACE)
    assert (await gavel(meeting))["offered"] == mia
    await meeting.do(mia, Leave())
    assert (await gavel(meeting))["offered"] == noa
    await meeting.cut_off(noa)
    assert await gavel(meeting) == {}
    await meeting.enter("Noa", right="moderator")
    assert await gavel(meeting) == {"holder": noa}


async def test_a_holder_who_may_no_longer_moderate_has_it_no_longer() -> None:
    meeting, mia, bob = await two_chairs()
    await meeting.do(meeting.alice, PassGavel(participant=mia))
    await meeting.do(meeting.alice, SetRole(participant=mia, role="representative"))
    assert await gavel(meeting) == {"holder": meeting.alice}
    await meeting.do(meeting.alice, SetRole(participant=bob, role="moderator"))
    await meeting.do(meeting.alice, PassGavel(participant=bob))
    await meeting.do(meeting.alice, Remove(participant=bob))
    assert await gavel(meeting) == {"holder": meeting.alice}


async def test_a_holder_who_leaves_hands_it_to_the_next_who_is_here_or_to_nobody() -> None:
    meeting, mia, _ = await two_chairs()
    await meeting.do(meeting.alice, Leave())
    assert await gavel(meeting) == {"holder": mia}
    await meeting.do(mia, Leave())
    assert await gavel(meeting) == {}
    passed = await meeting.logged(GavelPassed)
    assert [event.participant for event in passed] == [meeting.alice, mia, None]


async def test_a_gavel_that_is_passed_to_somebody_who_is_away_is_offered_on_as_well() -> None:
    meeting, mia, _ = await two_chairs()
    await meeting.cut_off(mia)
    await meeting.later(5)
    await meeting.do(meeting.alice, PassGavel(participant=mia))
    assert await gavel(meeting) == {"holder": mia}
    await meeting.later(GRACE)
    assert await gavel(meeting) == {"holder": mia, "offered": meeting.alice}


async def test_after_a_restart_the_holder_has_fifteen_seconds_to_be_back() -> None:
    meeting, _mia, _ = await two_chairs()
    again = meeting.continued()
    await again.live.restore()
    await again.enter("Mia", right="moderator")
    await again.later(GRACE - 1)
    assert await gavel(again) == {"holder": meeting.alice}
    await again.enter("Alice", right="host")
    await again.later(60)
    assert await gavel(again) == {"holder": meeting.alice}


async def test_after_a_restart_without_anybody_the_first_who_is_back_has_it() -> None:
    meeting, mia, _ = await two_chairs()
    again = meeting.continued()
    await again.live.restore()
    await again.later(GRACE + 1)
    assert await gavel(again) == {}
    await again.enter("Bob")
    assert await gavel(again) == {}
    await again.enter("Mia", right="moderator")
    assert await gavel(again) == {"holder": mia}
