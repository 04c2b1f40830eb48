"""Sub-venues: a room full of people behind one participant, who names them and enters them in the queue."""

import pytest

from roundtable.floor.commands.queue import Close, Edit, Withdraw
from roundtable.floor.commands.turns import EndTurn
from roundtable.floor.commands.venues import AddAttendee, AskFor, CloseVenue, OpenVenue, RemoveAttendee
from roundtable.floor.events.queue import EntryRemoved
from roundtable.floor.events.turns import TurnEnded
from roundtable.floor.events.venues import VenueClosed
from roundtable.floor.values import AttendeeId
from roundtable.floor.venues import MOST_ATTENDEES, MOST_VENUES
from roundtable.kernel.errors import Conflict, NotAllowed, NotFound
from roundtable.kernel.grants import ALL_SOURCES
from roundtable.kernel.ids import ClubId, ParticipantId
from roundtable.rooms.messages import Leave, Remove, SetRole
from tests.roundtable.floor.assembly import Assembly, assembled
from tests.roundtable.meeting import CLUB

Hall = tuple[Assembly, ParticipantId, AttendeeId, AttendeeId]


@pytest.fixture
async def hall() -> Hall:
    """Hank holds a lecture hall in Chengdu; Erin speaks for a club that is here, Finn for one that nobody knows."""
    assembly, hank = await assembled("Hank")
    await assembly.enter("Carol", club=CLUB)
    await assembly.do(assembly.alice, OpenVenue(participant=hank, title="Chengdu"))
    await assembly.do(hank, AddAttendee(name="Erin", club=CLUB.id))
    await assembly.do(hank, AddAttendee(name="Finn", club_name="成都开源社"))
    erin, finn = (AttendeeId(id_) for id_ in await attendees(assembly, hank))
    return assembly, hank, erin, finn


async def attendees(assembly: Assembly, host: ParticipantId) -> list[str]:
    return list((await assembly.floor())["venues"][host]["attendees"])


async def test_a_sub_venue_is_opened_named_and_closed() -> None:
    assembly, hank = await assembled("Hank")
    alice = assembly.alice
    await assembly.do(alice, OpenVenue(participant=hank, title="Chengdu"))
    version = await assembly.do(alice, OpenVenue(participant=hank, title="Chengdu"))
    await assembly.do(hank, AddAttendee(name="Erin"))
    assert await assembly.do(alice, OpenVenue(participant=hank, title="Chengdu, hall 2")) == version + 2
    venue = (await assembly.floor())["venues"][hank]
    assert (venue["title"], [one["name"] for one in venue["attendees"].values()]) == ("Chengdu, hall 2", ["Erin"])
    await assembly.do(alice, CloseVenue(participant=hank))
    assert (await assembly.floor())["venues"] == {}
    missing = NotFound("no_such_venue")
    assert await assembly.refusal(alice, CloseVenue(participant=hank)) == missing
    assert await assembly.refusal(hank, AddAttendee(name="Erin")) == missing


async def test_only_somebody_who_is_here_and_may_speak_holds_one() -> None:
    assembly, otto = await assembled("Otto")
    alice, nobody = assembly.alice, ParticipantId("prt_nobody")
    opened = OpenVenue(participant=nobody, title="Nowhere")
    assert await assembly.refusal(alice, opened) == NotFound("no_such_participant")
    await assembly.do(alice, SetRole(participant=otto, role="observer"))
    assert await assembly.refusal(alice, OpenVenue(participant=otto, title="Hall")) == NotAllowed("not_allowed")


async def test_their_turn_opens_the_microphone_of_the_sub_venue_and_counts_for_their_own_club(hall: Hall) -> None:
    assembly, hank, erin, _ = hall
    await assembly.do(hank, AskFor(attendee=erin, kind="topic", text="Our mirror"))
    await assembly.next()
    turn = await assembly.turn()
    assert (turn["name"], turn["club"], turn["venue"]) == ("Erin", CLUB.id, hank)
    assert assembly.grants()[hank].publish == ALL_SOURCES
    await assembly.heard(hank)
    await assembly.later(30)
    await assembly.do(hank, EndTurn(turn=await assembly.running()))
    assert assembly.grants()[hank].publish == {"camera"}
    floor = await assembly.floor()
    assert (floor["clubs"][CLUB.id]["ms"], floor["people"][f"{hank}/{erin}"]["name"]) == (30_000, "Erin")
    assert hank not in floor["people"]


async def test_a_club_that_is_typed_is_one_club_however_it_is_written(hall: Hall) -> None:
    assembly, hank, _, _ = hall
    await assembly.do(hank, AddAttendee(name="Gina", club_name=CLUB.name_en.upper()))
    await assembly.do(hank, AddAttendee(name="Hugo", club_name="Hackers of Chengdu"))
    await assembly.do(hank, AddAttendee(name="Ines", club_name="hackers of chengdu"))
    shown = (await assembly.floor())["venues"][hank]["attendees"].values()
    clubs = {one["name"]: one["club"] for one in shown}
    assert clubs["Gina"] == CLUB.id
    assert clubs["Hugo"] == clubs["Ines"] != clubs["Finn"]
    known = (await assembly.floor())["clubs"]
    assert {known[club]["club"]["name_zh"] for club in clubs.values()} == {
        CLUB.name_zh,
        "成都开源社",
        "Hackers of Chengdu",
    }
    nowhere = AddAttendee(name="Jan", club=ClubId("clb_9nowhere"))
    assert await assembly.refusal(hank, nowhere) == NotFound("no_such_club")


async def test_each_of_them_waits_for_themselves(hall: Hall) -> None:
    assembly, hank, erin, finn = hall
    for attendee in (erin, finn):
        await assembly.do(hank, AskFor(attendee=attendee, kind="topic"))
    assert sorted(await assembly.waiting()) == ["Erin", "Finn"]
    again = AskFor(attendee=erin, kind="topic")
    assert await assembly.refusal(hank, again) == Conflict("already_waiting")
    await assembly.do(hank, AskFor(attendee=erin, kind="clarifying_question"))
    await assembly.do(assembly.alice, Close())
    assert await assembly.refusal(hank, AskFor(attendee=finn, kind="clarifying_question")) == Conflict("closed")
    await assembly.do(hank, AskFor(attendee=finn, kind="point_of_order"))


async def test_the_host_edits_and_withdraws_for_them(hall: Hall) -> None:
    assembly, hank, erin, finn = hall
    await assembly.do(hank, AskFor(attendee=erin, kind="topic"))
    await assembly.do(hank, AskFor(attendee=finn, kind="topic"))
    await assembly.do(hank, Edit(entry=await assembly.entry_of("Erin"), text="Hello"))
    await assembly.do(hank, Withdraw(entry=await assembly.entry_of("Finn")))
    assert await assembly.waiting() == ["Erin"]


async def test_nobody_enters_the_people_of_another(hall: Hall) -> None:
    assembly, _, erin, _ = hall
    ida = await assembly.enter("Ida")
    await assembly.do(assembly.alice, OpenVenue(participant=ida, title="Berlin"))
    missing = NotFound("no_such_attendee")
    for other in (ida, assembly.alice):
        assert await assembly.refusal(other, AskFor(attendee=erin, kind="topic")) == missing
        assert await assembly.refusal(other, RemoveAttendee(attendee=erin)) == missing


async def test_who_goes_home_waits_no_more_and_has_spoken(hall: Hall) -> None:
    assembly, hank, erin, finn = hall
    for attendee in (erin, finn):
        await assembly.do(hank, AskFor(attendee=attendee, kind="topic"))
    await assembly.next()
    assert await assembly.speaks() == "Erin"
    for attendee in (finn, erin):
        await assembly.do(hank, RemoveAttendee(attendee=attendee))
    assert (await assembly.turn(), await assembly.waiting(), await attendees(assembly, hank)) == (None, [], [])
    assert [event.ending for event in await assembly.logged(TurnEnded)] == ["left"]
    assert [event.why for event in await assembly.logged(EntryRemoved)] == ["left"]


async def test_who_goes_home_while_asking_gives_the_floor_back(hall: Hall) -> None:
    assembly, hank, erin, _ = hall
    carol = await assembly.enter("Carol", club=CLUB)
    await assembly.ask(carol)
    await assembly.next()
    await assembly.heard()
    await assembly.do(hank, AskFor(attendee=erin, kind="clarifying_question"))
    await assembly.next()
    await assembly.do(hank, RemoveAttendee(attendee=erin))
    turn = await assembly.turn()
    assert (turn["name"], turn["state"]) == ("Carol", "speaking")
    assert assembly.grants()[carol].publish == ALL_SOURCES


async def test_closing_a_sub_venue_withdraws_what_its_people_have(hall: Hall) -> None:
    assembly, hank, erin, finn = hall
    await assembly.ask(hank)
    for attendee in (erin, finn):
        await assembly.do(hank, AskFor(attendee=attendee, kind="clarifying_question"))
    await assembly.next()
    await assembly.do(assembly.alice, CloseVenue(participant=hank))
    assert (await assembly.turn(), await assembly.waiting()) == (None, ["Hank"])
    assert [(event.ending, event.by) for event in await assembly.logged(TurnEnded)] == [("moderator", assembly.alice)]
    assert [event.why for event in await assembly.logged(EntryRemoved)] == ["removed"]


@pytest.mark.parametrize("how", ["leaves", "is removed", "only listens"])
async def test_a_sub_venue_is_over_when_its_host_goes(hall: Hall, how: str) -> None:
    assembly, hank, erin, finn = hall
    for attendee in (erin, finn):
        await assembly.do(hank, AskFor(attendee=attendee, kind="topic"))
    await assembly.next()
    match how:
        case "leaves":
            await assembly.do(hank, Leave())
        case "is removed":
            await assembly.do(assembly.alice, Remove(participant=hank))
        case _:
            await assembly.do(assembly.alice, SetRole(participant=hank, role="observer"))
    floor = await assembly.floor()
    assert (floor["venues"], floor["entries"], "turn" in floor) == ({}, {}, False)
    assert len(await assembly.logged(VenueClosed)) == len(await assembly.logged(TurnEnded)) == 1


async def test_a_sub_venue_whose_connection_is_lost_keeps_its_place(hall: Hall) -> None:
    assembly, hank, erin, _ = hall
    await assembly.do(hank, AskFor(attendee=erin, kind="topic"))
    await assembly.cut_off(hank)
    await assembly.later(90)
    entry = (await assembly.floor())["entries"][await assembly.entry_of("Erin")]
    assert entry["away"] is True
    assert "step" not in await assembly.floor()
    await assembly.enter("Hank")
    assert (await attendees(assembly, hank))[0] == erin
    await assembly.next()
    assert await assembly.speaks() == "Erin"


async def test_a_sub_venue_is_bounded() -> None:
    assembly, hank = await assembled("Hank")
    await assembly.do(assembly.alice, OpenVenue(participant=hank, title="Hall"))
    for number in range(MOST_ATTENDEES):
        await assembly.do(hank, AddAttendee(name=f"Guest {number}"))
    full = Conflict("too_many_attendees", most=MOST_ATTENDEES)
    assert await assembly.refusal(hank, AddAttendee(name="One more")) == full


async def test_there_are_so_many_sub_venues_at_most() -> None:
    assembly, *_ = await assembled()
    hosts = [await assembly.enter(f"Host {number}") for number in range(MOST_VENUES + 1)]
    for host in hosts[:-1]:
        await assembly.do(assembly.alice, OpenVenue(participant=host, title="Hall"))
    full = Conflict("too_many_venues", most=MOST_VENUES)
    assert await assembly.refusal(assembly.alice, OpenVenue(participant=hosts[-1], title="Hall")) == full
