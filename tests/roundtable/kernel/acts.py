"""Random acts for each live slice: every slice of the registry has its own here, and a test sees to that."""

from typing import Any

from hypothesis import strategies as st

from roundtable.kernel.actors import ROLES
from roundtable.kernel.events import ServerStarted, Tick
from roundtable.kernel.grants import SOURCES
from roundtable.kernel.ids import ConnectionId, ParticipantId, SessionId
from roundtable.kernel.messages import ClientCommand, SystemCommand
from roundtable.rooms import messages as rooms
from roundtable.rooms.moderation import ban_id
from tests.roundtable.floor.acts import floor_commands
from tests.roundtable.meeting import CLUB, visitor

SESSION = SessionId("ses_1property")
NODES = ("node", "other")

VISITORS = (
    visitor(SESSION, "Alice", right="host"),
    visitor(SESSION, "Bob", right="moderator"),
    visitor(SESSION, "Carol", club=CLUB),
    visitor(SESSION, "Dan", guest=True, address_key="one"),
    visitor(SESSION, "Eve", guest=True, club=CLUB, address_key="one"),
    visitor(SESSION, "Fay", guest=True, observe=True, address_key="two"),
)
PEOPLE: tuple[ParticipantId, ...] = tuple(one.participant for one in VISITORS)

anybody = st.sampled_from(PEOPLE)
sources = st.sampled_from(SOURCES)
connections = st.sampled_from(["c1", "c2"]).map(ConnectionId)
targeted = st.sampled_from([rooms.Admit, rooms.Refuse, rooms.Remove, rooms.Ban])


def _rooms_commands() -> st.SearchStrategy[ClientCommand]:
    simple = [rooms.Leave(), rooms.AdmitAll(), rooms.Lock(locked=True), rooms.Lock(locked=False)]
    settings = st.fixed_dictionaries(
        {},
        optional={
            "lobby": st.booleans(),
            "screen_share": st.sampled_from(["everyone", "moderators"]),
            "chat_kept": st.booleans(),
            "capacity": st.integers(2, 6),
        },
    )
    options: list[st.SearchStrategy[Any]] = [
        st.sampled_from(simple),
        st.builds(lambda kind, target: kind(participant=target), targeted, anybody),
        st.builds(lambda target: rooms.LiftBan(ban=ban_id(target)), anybody),
        st.builds(lambda target, role: rooms.SetRole(participant=target, role=role), anybody, st.sampled_from(ROLES)),
        st.builds(lambda target, source: rooms.Stop(participant=target, source=source), anybody, sources),
        st.builds(lambda source: rooms.StopAll(source=source), sources),
        st.builds(lambda source: rooms.Reopen(source=source), sources),
        st.builds(lambda name: rooms.Rename(name=name), st.sampled_from(["X", "小明", "Z z"])),
        settings.map(lambda chosen: rooms.Configure(**chosen)),
    ]
    return st.one_of(options)


def _rooms_system_commands() -> st.SearchStrategy[SystemCommand]:
    options: list[st.SearchStrategy[Any]] = [
        st.builds(
            lambda person, connection, node: rooms.Enter(visitor=person, connection=connection, node=node),
            st.sampled_from(VISITORS),
            connections,
            st.sampled_from(NODES),
        ),
        st.builds(
            lambda who, connection: rooms.Disconnect(participant=who, connection=connection), anybody, connections
        ),
    ]
    return st.one_of(options)


CLIENT_COMMANDS: dict[str, st.SearchStrategy[ClientCommand]] = {
    "rooms": _rooms_commands(),
    "floor": floor_commands(PEOPLE),
}
SYSTEM_COMMANDS: dict[str, st.SearchStrategy[SystemCommand]] = {"rooms": _rooms_system_commands()}

any_client_command = st.one_of(list(CLIENT_COMMANDS.values()))
any_system_command = st.one_of(
    [
        *SYSTEM_COMMANDS.values(),
        st.just(Tick()),
        st.builds(lambda node: ServerStarted(node=node), st.sampled_from(NODES)),
    ]
)
