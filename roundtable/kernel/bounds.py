"""How long lists may be, looked at before what is in them: ten thousand wrong entries are one mistake, told once."""

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError


def at_most(most: int) -> BeforeValidator:
    """Refuse a longer list without looking into it. Stands after the `max_length` that says the same in OpenAPI."""

    def refuse(value: object) -> object:
        if isinstance(value, list | tuple) and len(value) > most:
            raise PydanticCustomError("too_long", "more than {most}", {"most": most})
        return value

    return BeforeValidator(refuse)
