"""Reading a list in pages: from where the last one ended, whatever was added or deleted before that meanwhile."""

from typing import Any

from sqlalchemy import CursorResult, false

from roundtable.database.engine import Connection
from roundtable.kernel.pages import Window


async def page(
    connection: Connection, query: Any, window: Window, *, by: Any, id_: Any, newest_first: bool = False
) -> CursorResult[*tuple[Any, ...]]:
    """Return the result, ordered by a column and then by id, one row more than asked for if there are more.

    After a row that is gone there is nothing: whoever reads on begins again.
    """
    if window.after is not None:
        last = query.with_only_columns(by, maintain_column_froms=True).where(id_ == window.after)
        row = (await connection.execute(last)).one_or_none()
        query = query.where(false() if row is None else _beyond(by, row[0], newest_first, (id_, window.after)))
    ordered = query.order_by(by.desc() if newest_first else by, id_).limit(window.most + 1)
    found: CursorResult[*tuple[Any, ...]] = await connection.execute(ordered)
    return found


def _beyond(by: Any, last: Any, newest_first: bool, id_: tuple[Any, str]) -> Any:
    further = by < last if newest_first else by > last
    return further | ((by == last) & (id_[0] > id_[1]))
