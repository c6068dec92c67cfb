"""Which packs of observations an answer needs: without this every one would be opened (storage/packs.py)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from odata_query import ast
from sqlalchemy import literal, select, true
from sqlalchemy.orm import Session, aliased

from sensors.sta.options import Options
from storage import packs
from storage.models import ObservationPack

NEWEST, OLDEST = (("phenomenonTime", True),), (("phenomenonTime", False),)


def for_page(
    session: Session, row: Any, where: Callable[[Any], Sequence[Any]], options: Options
) -> list[Any]:  # fmt: skip
    """In SQL: what the rows of a page must fulfil, as packs that are surely enough for it say; nothing where
    they do not say."""
    pack = aliased(ObservationPack)
    by: Any = {(): pack.last_id.asc(), NEWEST: pack.day.desc(), OLDEST: pack.day.asc()}.get(options.orderby)
    if options.filter or by is None:
        return []
    needed = options.skip + options.page + 1
    query = select(pack.count, pack.last_id, pack.day).where(*where(pack)).order_by(by)
    for count, last_id, day in session.execute(query.limit(needed // packs.LEAST + 1)):
        needed -= count
        if needed > 0:
            continue
        if not options.orderby:
            return [row.id <= last_id, row.first_id <= last_id]
        if options.orderby == NEWEST:
            return [row.at >= day, row.day >= day]
        return packs.within(row, None, day + packs.DAY)
    return []


def at_time(comparator: Any, row: Any, moment: datetime) -> Any:
    """In SQL: what follows for its pack from an observation's time compared with a given one."""
    if isinstance(comparator, ast.Gt | ast.GtE):
        return row.day > moment - packs.DAY
    if isinstance(comparator, ast.Lt | ast.LtE):
        return row.day <= moment
    return (row.day > moment - packs.DAY) & (row.day <= moment) if isinstance(comparator, ast.Eq) else true()


def of_number(comparator: Any, row: Any, number: int) -> Any:
    """In SQL: the same of its number."""
    named = (row.first_id <= literal(number)) & (row.last_id >= literal(number))
    return named if isinstance(comparator, ast.Eq) else true()
