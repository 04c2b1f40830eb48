"""The reader in another language, started once for a module."""

from collections.abc import Iterator

import pytest

from tests.roundtable.calendars.readers import IcalJs, ical_js


@pytest.fixture(scope="module")
def javascript() -> Iterator[IcalJs]:
    with ical_js() as reader:
        yield reader
