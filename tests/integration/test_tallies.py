"""How many reports stand where: kept by the database itself, and right whatever is done."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, func, insert, select, update

from sorot.keeping import Keeping
from storage import db, tallies
from storage.media import FolderStore
from storage.models import Report
from storage.models.base import table_of
from tests import weekly
from tests.factories import city, reports
from tests.factories.city import NOW

REPORT = table_of(Report)
STATUSES, KINDS = ("menunggu", "diproses", "ditutup"), ("pengaduan", "peringatan")
deeds = st.lists(
    st.tuples(
        st.sampled_from(["add", "move", "kind", "drop", "touch", "fold", "lose"]),
        st.integers(1, 6), st.sampled_from(STATUSES),
    ), max_size=8,
)  # fmt: skip


@pytest.fixture
def one(database: str) -> dict[str, Any]:
    """A report's columns, to make others of; none is there."""
    with db.transaction() as tx:
        city.load(tx)
        number = reports.filed(tx).number
    with db.transaction() as tx:
        row = dict(tx.execute(select(REPORT).where(REPORT.c.number == number)).mappings().one())
    del row["id"]
    return row | {"track_key": None}


def counted(connection: Connection) -> dict[tuple[str, str], int]:
    """By counting."""
    asked = select(REPORT.c.status, REPORT.c.kind, func.count()).group_by(REPORT.c.status, REPORT.c.kind)
    return {(status, kind): many for status, kind, many in connection.execute(asked)}


def told(connection: Connection) -> dict[tuple[str, str], int]:
    """By what was written down."""
    many = func.sum(tallies.TALLY.c.many)
    asked = select(tallies.TALLY.c.status, tallies.TALLY.c.kind, many)
    asked = asked.group_by(tallies.TALLY.c.status, tallies.TALLY.c.kind).having(many != 0)
    return {(status, kind): int(sum_) for status, kind, sum_ in connection.execute(asked)}


@settings(
    max_examples=weekly.examples(10, 25), deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(done=deeds)
def test_tallies_are_what_counting_gives(one: dict[str, Any], done: list[tuple[str, int, str]]) -> None:
    with db.transaction() as tx:
        connection = tx.connection()
        ids = select(REPORT.c.id).order_by(REPORT.c.id.desc())
        for at, (deed, many, status) in enumerate(done):
            some = REPORT.c.id.in_(connection.scalars(ids.limit(many)).all())
            if deed == "add":
                rows = [
                    one | {"number": f"T-{at}-{each}-{many}", "status": status, "kind": KINDS[each % 2]}
                    for each in range(many)
                ]
                connection.execute(insert(REPORT), rows)
            elif deed == "fold":
                tallies.fold(connection)
            elif deed == "drop":
                connection.execute(delete(REPORT).where(some, REPORT.c.number.like("T-%")))
            elif deed == "lose":  # it was wrong, and is held against what is there
                connection.execute(insert(tallies.TALLY).values(status=status, kind=KINDS[0], many=-many))
                assert tallies.repair(connection) == {(status, KINDS[0]): many}
            else:
                values: dict[str, tuple[str, Any]] = {
                    "move": ("status", status), "kind": ("kind", KINDS[many % 2]), "touch": ("moved", many)
                }  # fmt: skip
                name, value = values[deed]
                connection.execute(update(REPORT).where(some).values({name: value}))
            assert told(connection) == counted(connection)
        assert tallies.repair(connection) == {}
        tx.rollback()
    with db.reading() as session:
        assert told(session.connection()) == counted(session.connection())


def test_once_a_day_they_are_held_against_the_reports(
    one: dict[str, Any], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    with db.transaction() as tx:
        tx.execute(insert(tallies.TALLY).values(status="selesai", kind="pengaduan", many=7))
    Keeping().run(FolderStore(tmp_path), now=NOW)
    with db.reading() as session:
        assert tallies.by_status(session, without="peringatan") == {"menunggu": 1}
        assert session.scalar(select(func.count()).select_from(tallies.TALLY)) == 1
    assert "righted" in caplog.text
