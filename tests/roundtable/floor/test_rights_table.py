"""The table of rights that the client's spec is held against is what the server grants."""

import json

from tests.roundtable.floor.rights_table import TABLE, table


async def test_the_clients_table_is_the_servers() -> None:
    assert json.loads(TABLE.read_text(encoding="utf-8")) == await table()
