"""The media server does what the state says, whatever goes wrong on the way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from roundtable.kernel.clock import ManualClock
from roundtable.kernel.grants import NOTHING
from roundtable.kernel.ids import ParticipantId, SessionId
from roundtable.media.reconciler import MediaReconciler
from roundtable.media.tokens import Tokens
from tests.roundtable.media.fake import ALICE, BOB, LISTENER, MUTED, SPEAKER, FakeMedia, facts

ONE = facts().session


@asynccontextmanager
async def reconciling(
    media: FakeMedia, *, over: frozenset[SessionId] = frozenset(), sweep_seconds: float = 60
) -> AsyncIterator[MediaReconciler]:
    async def is_over(session: SessionId) -> bool:
        return session in over

    tokens = Tokens("key", "secret" * 8, ManualClock())
    reconciler = MediaReconciler(media, tokens, is_over=is_over, sweep_seconds=sweep_seconds)
    work = asyncio.create_task(reconciler.run())
    try:
        yield reconciler
    finally:
        work.cancel()
        await reconciler.stop()


async def test_a_change_of_grants_is_told_at_once() -> None:
    media = FakeMedia()
    async with reconciling(media) as reconciler:
        reconciler.reconcile(facts(), {ALICE: SPEAKER, BOB: SPEAKER}, 1)
        await media.until(lambda: ONE in media.rooms)
        media.join(ONE, ALICE, SPEAKER)
        media.join(ONE, BOB, SPEAKER)
        reconciler.reconcile(facts(), {ALICE: MUTED, BOB: SPEAKER}, 2)
        await media.until(lambda: media.rooms[ONE] == {ALICE: MUTED, BOB: SPEAKER})
        reconciler.reconcile(facts(), {ALICE: SPEAKER, BOB: LISTENER}, 3)
        await media.until(lambda: media.rooms[ONE] == {ALICE: SPEAKER, BOB: LISTENER})


async def test_who_is_sent_out_is_removed_with_their_tokens_even_when_not_connected() -> None:
    media = FakeMedia()
    async with reconciling(media) as reconciler:
        reconciler.reconcile(facts(), {ALICE: SPEAKER, BOB: SPEAKER}, 1)
        await media.until(lambda: ONE in media.rooms)
        media.join(ONE, ALICE, SPEAKER)
        reconciler.reconcile(facts(), {ALICE: SPEAKER}, 2)
        await media.until(lambda: bool(media.removed))
        not_before = int(ManualClock().now().timestamp()) + 1
        assert (media.removed, media.rooms[ONE]) == ([(BOB, not_before)], {ALICE: SPEAKER})


async def test_somebody_sent_out_before_anything_was_told_is_removed_too() -> None:
    media = FakeMedia()
    media.is_down = True
    async with reconciling(media) as reconciler:
        reconciler.reconcile(facts(), {ALICE: SPEAKER, BOB: SPEAKER}, 1)
        await media.until(lambda: media.calls > 0)
        reconciler.reconcile(facts(), {ALICE: SPEAKER}, 2)
        media.is_down = False
        await media.until(lambda: [who for who, _ in media.removed] == [BOB])


async def test_after_a_start_everything_is_compared() -> None:
    media = FakeMedia()
    media.join(ONE, ALICE, SPEAKER)
    media.join(ONE, BOB, SPEAKER)
    media.join(ONE, ParticipantId("prt_stranger"), SPEAKER)
    async with reconciling(media) as reconciler:
        reconciler.reconcile(facts(), {ALICE: MUTED, BOB: NOTHING}, 40)
        await media.until(lambda: media.rooms[ONE] == {ALICE: MUTED})
        assert sorted(who for who, _ in media.removed) == ["prt_bob", "prt_stranger"]


async def test_who_joins_with_an_old_token_is_put_right_when_the_webhook_tells() -> None:
    media = FakeMedia()
    async with reconciling(media) as reconciler:
        reconciler.reconcile(facts(), {ALICE: MUTED}, 1)
        await media.until(lambda: media.calls >= 3)
        media.join(ONE, ALICE, SPEAKER)
        media.join(ONE, BOB, SPEAKER)
        reconciler.noticed(ONE)
        await media.until(lambda: media.rooms[ONE] == {ALICE: MUTED})


async def test_without_any_webhook_the_sweep_finds_it() -> None:
    media = FakeMedia()
    async with reconciling(media, sweep_seconds=0.05) as reconciler:
        reconciler.reconcile(facts(), {ALICE: MUTED}, 1)
        await media.until(lambda: media.calls >= 3)
        media.join(ONE, ALICE, SPEAKER)
        await media.until(lambda: media.rooms[ONE] == {ALICE: MUTED})


async def test_an_outage_is_waited_out_and_shown() -> None:
    media = FakeMedia()
    async with reconciling(media) as reconciler:
        reconciler.reconcile(facts(), {ALICE: SPEAKER}, 1)
        await media.until(lambda: media.calls >= 3)
        media.join(ONE, ALICE, SPEAKER)
        media.is_down = True
        reconciler.reconcile(facts(), {ALICE: LISTENER}, 2)
        calls = media.calls
        await media.until(lambda: media.calls >= calls + 2)
        assert not reconciler.is_reachable
        assert reconciler.grant(ONE, ALICE) == LISTENER
        media.is_down = False
        await media.until(lambda: media.rooms[ONE] == {ALICE: LISTENER})
        calls = media.calls
        reconciler.noticed(ONE)
        await media.until(lambda: media.calls > calls)
        assert reconciler.is_reachable


async def test_nothing_is_told_before_the_process_listens() -> None:
    media = FakeMedia()
    tokens = Tokens("key", "secret" * 8, ManualClock())
    reconciler = MediaReconciler(media, tokens, is_over=_never)
    reconciler.reconcile(facts(), {ALICE: MUTED}, 1)
    reconciler.reconcile(facts(), {ALICE: SPEAKER}, 2)
    await asyncio.sleep(0)
    assert (media.calls, reconciler.grant(ONE, ALICE)) == (0, SPEAKER)
    work = asyncio.create_task(reconciler.run())
    await media.until(lambda: ONE in media.rooms)
    work.cancel()
    await reconciler.stop()


async def _never(session: SessionId) -> bool:
    return False


async def test_an_older_wish_that_arrives_late_changes_nothing() -> None:
    media = FakeMedia()
    async with reconciling(media) as reconciler:
        reconciler.reconcile(facts(), {ALICE: MUTED}, 7)
        reconciler.reconcile(facts(), {ALICE: SPEAKER}, 6)
        assert reconciler.grant(ONE, ALICE) == MUTED


async def test_the_room_of_a_session_that_is_over_is_closed_and_nobody_may_enter() -> None:
    media = FakeMedia()
    async with reconciling(media) as reconciler:
        reconciler.reconcile(facts(), {ALICE: SPEAKER}, 1)
        await media.until(lambda: ONE in media.rooms)
        media.join(ONE, ALICE, SPEAKER)
        reconciler.reconcile(facts(), {}, 2)
        await media.until(lambda: media.closed == [ONE])
        assert reconciler.grant(ONE, ALICE) == NOTHING
        # Somebody comes into the session again before it is over for good: it works as at first.
        reconciler.reconcile(facts(), {BOB: SPEAKER}, 3)
        await media.until(lambda: ONE in media.rooms)
        assert reconciler.grant(ONE, BOB) == SPEAKER


async def test_closing_is_tried_until_it_has_worked() -> None:
    media = FakeMedia()
    async with reconciling(media) as reconciler:
        reconciler.reconcile(facts(), {ALICE: SPEAKER}, 1)
        await media.until(lambda: ONE in media.rooms)
        media.is_down = True
        reconciler.reconcile(facts(), {}, 2)
        calls = media.calls
        await media.until(lambda: media.calls >= calls + 1)
        media.is_down = False
        await media.until(lambda: media.closed == [ONE])


async def test_rooms_left_over_from_sessions_that_are_over_are_closed() -> None:
    media = FakeMedia()
    over, foreign = SessionId("ses_over"), SessionId("ses_foreign")
    media.join(over, ALICE, SPEAKER)
    media.join(foreign, ALICE, SPEAKER)
    async with reconciling(media, over=frozenset({over, SessionId("ses_late")})) as reconciler:
        await media.until(lambda: media.closed == [over])
        assert list(media.rooms) == [foreign]
        late = SessionId("ses_late")
        media.join(late, BOB, SPEAKER)
        reconciler.noticed(foreign)
        reconciler.noticed(late)
        await media.until(lambda: media.closed == [over, late])


async def test_a_hundred_people_are_muted_together() -> None:
    media = FakeMedia()
    crowd = [ParticipantId(f"prt_{number}") for number in range(100)]
    async with reconciling(media) as reconciler:
        reconciler.reconcile(facts(), dict.fromkeys(crowd, SPEAKER), 1)
        await media.until(lambda: media.calls >= 3)
        for who in crowd:
            media.join(ONE, who, SPEAKER)
        reconciler.reconcile(facts(), dict.fromkeys(crowd, MUTED), 2)
        await media.until(lambda: media.rooms[ONE] == dict.fromkeys(crowd, MUTED))
