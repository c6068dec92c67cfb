"""Public lists go along an index in the order of their dates: none is sorted, open ones pass over ended."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from routing.domain.publicity import Box
from routing.reports import public_list
from routing.reports.public_list import Search
from storage import db
from tests.factories import city
from tests.factories.city import KRANJI, NOW

MONTH = NOW - timedelta(days=30)
BOX = Box(-6.3, 106.9, -6.2, 107.0)
LISTS = {
    "ix_report_newest": Search(since=MONTH, box=BOX),
    "ix_report_category_newest": Search(since=MONTH, categories=("pju",)),
    "ix_report_area_newest": Search(kelurahan=KRANJI),
    "ix_report_open_area": Search(kelurahan=KRANJI, open=True),
}


def plan(search: Search) -> str:
    """How SQLite answers the list, in its words; it has no statistics, as in a city that never made any."""
    asked: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, values: Any, *rest: Any) -> None:
        asked.append((statement, values))

    with db.reading() as session:
        event.listen(db.engine(), "before_cursor_execute", note)
        public_list.page(session, search, limit=20)
        event.remove(db.engine(), "before_cursor_execute", note)
        statement, values = asked[-1]
        found = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return " ".join(row[3] for row in found)


@pytest.mark.parametrize("index", LISTS)
def test_a_list_by_date_goes_along_its_index_and_sorts_nothing(sqlite_url: str, index: str) -> None:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)
    found = plan(LISTS[index])
    assert f"USING INDEX {index} " in found
    assert "TEMP B-TREE" not in found
