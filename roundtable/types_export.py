"""Writes the client's TypeScript types from the message types of the server.

`python -m roundtable.types_export` writes `web/src/generated/messages.ts`; with `--check` it only says whether
that file is stale (exit status 1). The same input always gives the same bytes.
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

import roundtable.chat.messages as chat
import roundtable.floor.values as floor
from roundtable.kernel import floor_settings, wire
from roundtable.kernel.actors import Role
from roundtable.kernel.errors import REFUSALS
from roundtable.kernel.grants import Source
from roundtable.kernel.messages import ClientCommand, Message
from roundtable.registry import LIVE_SLICES, OTHER_REFUSALS
from roundtable.typescript import Definitions, declare, expression, union

TARGET: Final = Path(__file__).parent.parent / "web" / "src" / "generated" / "messages.ts"

HEADING: Final = """\
// Generated from the server's message types by `make generate`. Do not edit.
// Ids and moments are strings; a moment is ISO 8601 in UTC.
"""

FRAMES: Final[Mapping[str, Any]] = {
    "welcome": wire.Welcome,
    "snapshot": wire.SnapshotFrame,
    "patch": wire.PatchFrame,
    "moved": wire.Moved,
    "goodbye": wire.Goodbye,
    "chat": chat.ChatFrame,
}
"""Events that the server sends, by name."""

QUERIES: Final[Mapping[type[Message], Any]] = {
    wire.SnapshotQuery: wire.SnapshotFrame,
    wire.MediaQuery: wire.MediaAnswer,
    wire.TimeQuery: wire.TimeAnswer,
    chat.HistoryQuery: chat.ChatHistory,
}
"""Questions that a client may ask, each with what its answer holds."""


ACKS: Final = (wire.AckAccepted, wire.AckRefused)

ALIASES: Final[Mapping[str, Any]] = {
    "Disposal": floor.Disposal,
    "Emoji": chat.Emoji,
    "FloorMode": floor_settings.FloorMode,
    "GoodbyeCode": wire.GoodbyeCode,
    "Kind": floor_settings.Kind,
    "PlaceReason": floor.Reason,
    "Policy": floor_settings.Policy,
    "Role": Role,
    "Source": Source,
}
"""Words that the client wants a name for."""


def client_commands() -> list[type[ClientCommand]]:
    """Return everything a participant may send, in the order of the registry."""
    live = [c for part in LIVE_SLICES for c in part.commands if issubclass(c, ClientCommand)]
    return [*live, *chat.COMMANDS]


def refusal_codes() -> list[str]:
    """Return every code a refusal may carry, sorted."""
    codes = {*REFUSALS}
    for more in (*OTHER_REFUSALS, *(part.refusals for part in LIVE_SLICES)):
        codes.update(more)
    return sorted(codes)


def render() -> str:
    """Return the whole text of the TypeScript file."""
    commands: dict[str, type[Message]] = {_spoken(_type_of(command)): command for command in client_commands()}
    queries: dict[str, type[Message]] = {_spoken(_type_of(query)) + "Query": query for query in QUERIES}
    models: dict[str, type[Message]] = {**commands, **queries, "Join": wire.Join}
    asked = _definitions(models)
    views = {part.name: part.view_type for part in LIVE_SLICES if part.view_type is not None}
    lobby = {part.name: part.waiting_view_type for part in LIVE_SLICES if part.shown_to_waiting}
    shown = _typed_dicts([*FRAMES.values(), *QUERIES.values(), *views.values(), *lobby.values(), *ACKS])
    return "\n".join(
        [
            HEADING,
            f"export const PROTOCOL = {wire.PROTOCOL};\n",
            *(
                f"export type {name} = {expression(TypeAdapter(kind).json_schema())};\n"
                for name, kind in ALIASES.items()
            ),
            *(declare(name, schema) for name, schema in sorted({**shown, **asked}.items())),
            union("Command", commands),
            'export type CommandType = Command["type"];\n',
            union("Query", queries),
            _table("Answers", {_type_of(query): _name(answer) for query, answer in QUERIES.items()}),
            _table("Frames", {event: _name(frame) for event, frame in FRAMES.items()}),
            _table("SessionView", {name: _name(view) for name, view in views.items()}),
            _table("WaitingSessionView", {name: _name(view) for name, view in lobby.items()}),
            union("Ack", [_name(ack) for ack in ACKS]),
            _list("REFUSAL_CODES", refusal_codes()),
            "export type RefusalCode = (typeof REFUSAL_CODES)[number];\n",
        ]
    )


def _type_of(message: type[Message]) -> str:
    return str(message.model_fields["type"].default)


def _spoken(wire_type: str) -> str:
    """Turn `rooms.set_role` into `RoomsSetRole`."""
    return "".join(word.capitalize() for word in wire_type.replace("_", ".").split("."))


def _definitions(models: Mapping[str, type[Message]]) -> Definitions:
    """Return the messages by their spoken names, and the values that their fields are made of."""
    definitions: Definitions = {}
    for name, model in models.items():
        schema = model.model_json_schema(mode="validation")
        for part, parts_schema in schema.pop("$defs", {}).items():
            if definitions.setdefault(part, parts_schema) != parts_schema:
                raise TypeError(f"{name}: two different things are called {part}")
        definitions[name] = schema
    return definitions


def _typed_dicts(types: Iterable[Any]) -> Definitions:
    inputs = [(_name(kind), "serialization", TypeAdapter(kind)) for kind in dict.fromkeys(types)]
    _, schema = TypeAdapter.json_schemas(inputs)  # type: ignore[arg-type]
    definitions: Definitions = schema["$defs"]
    return definitions


def _name(kind: Any) -> str:
    return str(kind.__name__)


def _table(name: str, rows: Mapping[str, str]) -> str:
    lines = [f'  "{key}": {value};' for key, value in rows.items()]
    return "\n".join([f"export interface {name} {{", *lines, "}\n"])


def _list(name: str, values: Iterable[str]) -> str:
    lines = [f'  "{value}",' for value in values]
    return "\n".join([f"export const {name} = [", *lines, "] as const;\n"])


def main(arguments: list[str]) -> int:
    """Write the file, or with `--check` compare it; return the exit status."""
    text = render()
    if "--check" in arguments:
        fresh = TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text
        if not fresh:
            sys.stderr.write(f"{TARGET.name} is stale: run `make generate`\n")
        return 0 if fresh else 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
