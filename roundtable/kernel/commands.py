"""From what a socket sent to a typed command, or one clean refusal."""

from collections.abc import Iterable, Mapping

from pydantic import ValidationError

from roundtable.kernel.errors import Invalid
from roundtable.kernel.messages import ClientCommand


class CommandBook:
    """All commands that participants may send, by their `type`. System commands are not among them."""

    def __init__(self, commands: Iterable[type[ClientCommand]]) -> None:
        self._types: dict[str, type[ClientCommand]] = {}
        for command in commands:
            self._types[str(command.model_fields["type"].default)] = command

    def parse(self, message: Mapping[str, object]) -> ClientCommand:
        """Return the command; raises Invalid for an unknown type and for any field that is wrong.

        The refusal names the first field at fault, never its value.
        """
        name = message.get("type")
        kind = self._types.get(name) if isinstance(name, str) else None
        if kind is None:
            raise Invalid("unknown_command")
        try:
            return kind.model_validate(message)
        except ValidationError as error:
            where = error.errors(include_url=False, include_input=False, include_context=False)[0]
            known = [str(part) for part in where["loc"] if part in kind.model_fields]
            raise Invalid("invalid", field=".".join(known) or "unknown", fault=where["type"]) from None
