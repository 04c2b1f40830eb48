"""HTTP routes about the floor of a session: its record."""

import asyncio
from typing import Final

from roundtable.floor.record.sheet import sheet_of
from roundtable.floor.resources import FloorRecord, RecordPath, SheetQuery
from roundtable.floor.service import FloorRecords
from roundtable.http.models import Sheet
from roundtable.http.routes import Call, get

_NAME: Final = "%Y-%m-%d"


class FloorApi:
    """What happened on a floor, for those who may read it."""

    def __init__(self, records: FloorRecords) -> None:
        self._records = records

    @get("/api/sessions/{id}/floor", needs="account", token="read", limits=("record",))
    async def read(self, call: Call, path: RecordPath) -> FloorRecord:
        """Read everything that happened on the floor of a session, live or over."""
        return await self._records.read(call.signed_in, path.id)

    @get("/api/sessions/{id}/floor.json", needs="account", token="read", limits=("record",))
    async def save(self, call: Call, path: RecordPath) -> FloorRecord:
        """Save the record as a file."""
        record = await self._records.read(call.signed_in, path.id)
        call.save_as(f"{_file_name(record)}.json")
        return record

    @get("/api/sessions/{id}/floor.csv", needs="account", token="read", limits=("record",))
    async def save_sheet(self, call: Call, path: RecordPath, query: SheetQuery) -> Sheet:
        """Save the record as a sheet, with its words in one language and its moments in one zone."""
        record = await self._records.read(call.signed_in, path.id)
        call.save_as(f"{_file_name(record)}.csv")
        return Sheet(await asyncio.to_thread(sheet_of, record, query.language, query.clock))


def _file_name(record: FloorRecord) -> str:
    return f"{record.title} {record.started_at.strftime(_NAME)}"
