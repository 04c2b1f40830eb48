"""Which names are zones."""

import pytest
from pydantic import TypeAdapter, ValidationError

from roundtable.kernel.zones import Zone

ZONES: TypeAdapter[str] = TypeAdapter(Zone)


@pytest.mark.parametrize("name", ["Asia/Shanghai", "America/Los_Angeles", "Australia/Lord_Howe", "UTC", "Etc/GMT+8"])
def test_zones_of_the_installed_tzdata_are_taken(name: str) -> None:
    assert ZONES.validate_python(name) == name


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "localtime", "Factory", "Asia/Shanghai\n"])
def test_whatever_else_is_refused_by_its_code(name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ZONES.validate_python(name)
    assert [str(error["ctx"]["error"]) for error in refused.value.errors()] == ["unknown_zone"]


def test_a_long_name_is_not_looked_up() -> None:
    with pytest.raises(ValidationError) as refused:
        ZONES.validate_python("x" * 500)
    assert [error["type"] for error in refused.value.errors()] == ["string_too_long"]
