"""Mode, order, stage, gavel, and support without the floor."""

import pytest

from roundtable.floor.commands.chairing import Configure, PassGavel, SetMode, SetPresenter, Support, TakeGavel
from roundtable.floor.commands.turns import EndTurn
from roundtable.floor.events.chairing import ClubSupported, FloorConfigured, ModeSet
from roundtable.kernel.errors import Conflict, NotFound
from roundtable.kernel.floor_settings import FloorSettings, Limits
from roundtable.kernel.grants import ALL_SOURCES, Source
from roundtable.kernel.ids import ClubId, ParticipantId
from roundtable.rooms.messages import Configure as ConfigureRoom
from roundtable.rooms.messages import Leave, Reopen, SetRole, Stop, StopAll
from tests.roundtable.floor.assembly import Assembly, assembled
from tests.roundtable.meeting import CLUB

OTHER_CLUB = CLUB.model_copy(update={"id": ClubId("clb_2xian"), "name_zh": "西安开源社", "name_en": "Xi'an"})
CAMERA: frozenset[Source] = frozenset({"camera"})


def publishing(assembly: Assembly, *who: ParticipantId) -> list[frozenset[Source]]:
    """What the media server was last told that people may publish."""
    return [assembly.grants()[one].publish for one in who]


async def test_in_each_mode_the_right_people_are_heard() -> None:
    assembly, bob = await assembled("Bob", mode="open")
    alice, carol = assembly.alice, await assembly.enter("Carol", club=CLUB)
    assert publishing(assembly, alice, bob, carol) == [ALL_SOURCES] * 3
    await assembly.do(alice, SetMode(mode="moderated"))
    assert publishing(assembly, alice, bob, carol) == [ALL_SOURCES, CAMERA, CAMERA]
    await assembly.do(alice, SetMode(mode="stage"))
    assert publishing(assembly, alice, bob, carol) == [ALL_SOURCES, frozenset(), frozenset()]
    await assembly.do(alice, SetPresenter(participant=bob, presenting=True))
    assert publishing(assembly, alice, bob, carol) == [ALL_SOURCES, ALL_SOURCES, frozenset()]
    await assembly.do(alice, SetPresenter(participant=bob, presenting=False))
    assert publishing(assembly, bob) == [frozenset()]
    assert [event.mode for event in await assembly.logged(ModeSet)] == ["moderated", "stage"]


async def test_the_microphone_goes_with_the_floor() -> None:
    assembly, bob, carol = await assembled("Bob", "Carol")
    await assembly.ask(bob)
    await assembly.ask(carol, "clarifying_question")
    assert publishing(assembly, bob, carol) == [CAMERA, CAMERA]
    await assembly.do(assembly.alice, SetMode(mode="moderated"))
    await assembly.next()
    assert publishing(assembly, bob, carol) == [CAMERA, ALL_SOURCES]
    await assembly.next()
    assert publishing(assembly, bob, carol) == [ALL_SOURCES, CAMERA]
    await assembly.do(bob, EndTurn(turn=await assembly.running()))
    assert publishing(assembly, bob, carol) == [CAMERA, CAMERA]


async def test_a_question_takes_the_microphone_and_gives_it_back() -> None:
    assembly, bob, carol = await assembled("Bob", "Carol")
    await assembly.ask(bob)
    await assembly.next()
    await assembly.ask(carol, "clarifying_question")
    await assembly.next()
    assert publishing(assembly, bob, carol) == [CAMERA, ALL_SOURCES]
    await assembly.next()
    assert publishing(assembly, bob, carol) == [ALL_SOURCES, CAMERA]


async def test_who_was_muted_and_is_called_has_the_right_as_soon_as_they_reopen() -> None:
    """Muted is not the same as may not speak: one is undone by its person, the other by the queue."""
    assembly, bob = await assembled("Bob")
    await assembly.do(assembly.alice, Stop(participant=bob, source="microphone"))
    await assembly.ask(bob)
    await assembly.next()
    assert publishing(assembly, bob) == [{"camera", "screen"}]
    assert await assembly.speaks() == "Bob"
    await assembly.do(bob, Reopen(source="microphone"))
    assert publishing(assembly, bob) == [ALL_SOURCES]


async def test_reopening_without_the_floor_gives_no_right() -> None:
    assembly, bob = await assembled("Bob")
    await assembly.do(assembly.alice, StopAll(source="microphone"))
    await assembly.do(bob, Reopen(source="microphone"))
    assert publishing(assembly, bob) == [CAMERA]


async def test_the_floor_does_not_open_a_screen_that_the_room_keeps_for_moderators() -> None:
    assembly, bob = await assembled("Bob")
    await assembly.do(assembly.alice, ConfigureRoom(screen_share="moderators"))
    await assembly.ask(bob)
    await assembly.next()
    assert publishing(assembly, bob) == [{"microphone", "camera"}]


async def test_the_mode_that_is_set_already_is_not_set_again() -> None:
    assembly, *_ = await assembled(mode="round")
    version = await assembly.do(assembly.alice, SetMode(mode="round"))
    assert await assembly.do(assembly.alice, SetMode(mode="open")) == version + 1


async def test_order_and_clock_are_changed_in_part_and_seen_by_all() -> None:
    assembly, *_ = await assembled(bound=5)
    limits = Limits(topic=240)
    await assembly.do(assembly.alice, Configure(policy="fifo", hard_stop=True, limits=limits))
    (event,) = await assembly.logged(FloorConfigured)
    assert event.settings == FloorSettings(policy="fifo", bound=5, hard_stop=True, limits=limits)
    shown = (await assembly.floor())["settings"]
    assert (shown["policy"], shown["bound"], shown["limits"]["topic"]) == ("fifo", 5, 240_000)
    version = await assembly.do(assembly.alice, Configure(policy="fifo"))
    assert await assembly.do(assembly.alice, Configure(bound=0, warning=0, absence_grace=0)) == version + 1
    shown = (await assembly.floor())["settings"]
    assert (shown["bound"], shown["warning"], shown["absence_grace"]) == (0, 0, 0)


async def test_only_who_is_here_goes_on_the_stage_and_who_left_is_taken_off_it() -> None:
    assembly, bob = await assembled("Bob", mode="stage")
    nobody = SetPresenter(participant=ParticipantId("prt_nobody"), presenting=True)
    assert await assembly.refusal(assembly.alice, nobody) == NotFound("no_such_participant")
    await assembly.do(assembly.alice, SetPresenter(participant=bob, presenting=True))
    await assembly.do(bob, Leave())
    await assembly.enter("Bob")
    assert publishing(assembly, bob) == [ALL_SOURCES]
    await assembly.do(bob, Leave())
    await assembly.do(assembly.alice, SetPresenter(participant=bob, presenting=False))
    assert (await assembly.floor())["presenters"] == {}


async def test_the_gavel_is_passed_by_its_holder_only() -> None:
    assembly, bob = await assembled("Bob")
    alice, mona = assembly.alice, await assembly.enter("Mona", right="moderator")
    assert (await assembly.floor())["gavel"] == {"holder": alice}
    held = Conflict("gavel_held", name="Alice")
    assert await assembly.refusal(mona, PassGavel(participant=mona)) == held
    assert await assembly.refusal(mona, TakeGavel()) == held
    assert await assembly.refusal(alice, PassGavel(participant=bob)) == Conflict("not_a_moderator")
    await assembly.do(alice, PassGavel(participant=mona))
    assert (await assembly.floor())["gavel"] == {"holder": mona}
    version = await assembly.do(mona, TakeGavel())
    assert await assembly.do(mona, PassGavel(participant=mona)) == version


async def test_a_host_may_always_take_the_gavel() -> None:
    assembly, *_ = await assembled()
    mona = await assembly.enter("Mona", right="moderator")
    await assembly.do(assembly.alice, PassGavel(participant=mona))
    await assembly.do(assembly.alice, TakeGavel())
    assert (await assembly.floor())["gavel"] == {"holder": assembly.alice}


async def test_any_moderator_may_take_a_gavel_that_is_offered() -> None:
    assembly, *_ = await assembled()
    mona, nina = await assembly.enter("Mona", right="moderator"), await assembly.enter("Nina", right="moderator")
    await assembly.cut_off(assembly.alice)
    await assembly.later(16)
    assert (await assembly.floor())["gavel"] == {"holder": assembly.alice, "offered": mona}
    await assembly.do(nina, TakeGavel())
    assert (await assembly.floor())["gavel"] == {"holder": nina}


async def test_a_gavel_passed_to_somebody_who_is_away_is_offered_on() -> None:
    assembly, *_ = await assembled()
    mona = await assembly.enter("Mona", right="moderator")
    await assembly.cut_off(mona)
    await assembly.do(assembly.alice, PassGavel(participant=mona))
    await assembly.later(16)
    assert (await assembly.floor())["gavel"] == {"holder": mona, "offered": assembly.alice}


async def test_a_club_supports_a_topic_once_and_takes_it_back() -> None:
    assembly, bob = await assembled("Bob")
    carol, dave = await assembly.enter("Carol", club=CLUB), await assembly.enter("Dave", club=CLUB)
    erin = await assembly.enter("Erin", club=OTHER_CLUB)
    assert await assembly.refusal(carol, Support(on=True)) == Conflict("no_topic")
    await assembly.ask(bob, text="A shared mirror")
    await assembly.next()
    assert await assembly.refusal(bob, Support(on=True)) == Conflict("no_club")
    version = await assembly.do(carol, Support(on=True))
    assert await assembly.do(dave, Support(on=True)) == version
    await assembly.do(erin, Support(on=True))
    assert (await assembly.floor())["topic"]["supports"] == {CLUB.id: True, OTHER_CLUB.id: True}
    await assembly.do(dave, Support(on=False))
    assert (await assembly.floor())["topic"]["supports"] == {OTHER_CLUB.id: True}
    told = [(event.club.id, event.on, event.by) for event in await assembly.logged(ClubSupported)]
    assert told == [(CLUB.id, True, carol), (OTHER_CLUB.id, True, erin), (CLUB.id, False, dave)]


async def test_support_takes_no_turn_and_belongs_to_its_topic() -> None:
    assembly, bob = await assembled("Bob")
    carol = await assembly.enter("Carol", club=CLUB)
    await assembly.ask(bob)
    await assembly.ask(carol)
    await assembly.next()
    await assembly.do(carol, Support(on=True))
    assert (await assembly.waiting(), await assembly.speaks()) == (["Carol"], "Bob")
    await assembly.next()
    assert (await assembly.floor())["topic"]["supports"] == {}


@pytest.mark.parametrize("role", ["host", "moderator", "representative", "guest", "observer"])
async def test_everybody_sees_the_numbers_behind_the_order(role: str) -> None:
    """Fairness that only the chair can see is none: the floor checks the chair."""
    assembly, bob = await assembled("Bob")
    carol = await assembly.enter("Carol", club=CLUB)
    await assembly.do(assembly.alice, SetRole.model_validate({"participant": bob, "role": role}))
    await assembly.ask(carol)
    await assembly.next()
    await assembly.heard()
    await assembly.later(20)
    await assembly.do(carol, EndTurn(turn=await assembly.running()))
    await assembly.ask(carol, text="Once more")
    _, snapshot = await assembly.live.look(assembly.session, bob)
    seen = snapshot.view["floor"]
    assert isinstance(seen, dict)
    (entry,) = seen["entries"].values()
    assert entry["reason"] is not None
    assert (seen["clubs"][CLUB.id]["ms"], seen["clubs"][CLUB.id]["turns"]) == (20_000, 1)
    assert (seen["people"][carol]["item_ms"], seen["people"][carol]["turns"]) == (20_000, 1)
