"""Sheets that come in over HTTP: how one is sent, and how its wrong lines are told."""

from collections.abc import Iterable
from typing import Annotated, Final, Self

from pydantic import Base64Bytes, Field, model_validator

from roundtable.http.models import Inbound, View
from roundtable.kernel.sheets import MOST_BYTES, LineError, decoded

IMPORT_LIMIT: Final = MOST_BYTES * 3
"""A sheet as JSON: quotes and Chinese characters take more room than in the file."""


class SheetForm(Inbound):
    """A sheet: as text, or as the file's bytes in base64, so that the server finds out its encoding."""

    csv: Annotated[str, Field(max_length=MOST_BYTES)] | None = None
    file: Base64Bytes | None = None
    dry_run: bool = False
    """Only tell what would be done."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.csv is None) == (self.file is None):
            raise ValueError("csv_or_file")
        return self

    def text(self) -> str | None:
        """Return what the sheet says; None if the file is no text."""
        return self.csv if self.csv is not None else decoded(self.file or b"")


class LineErrorView(View):
    """What is wrong in one line of a sheet."""

    line: int
    code: str
    params: dict[str, str | int]


def told(errors: Iterable[LineError]) -> list[LineErrorView]:
    """Return wrong lines as a client gets them."""
    return [LineErrorView(line=one.line, code=one.code, params=one.params) for one in errors]
