"""R2: the migrations make exactly the tables the code believes in, on both databases."""

import subprocess
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy import select

from sensors import things
from storage import db, events, schema
from storage.models import (
    AgencyFeed,
    Alert,
    Category,
    Counter,
    Datastream,
    Deadline,
    Location,
    MediaJob,
    Observation,
    Person,
    Report,
)
from tests.factories import caps, city
from tests.servers import PYTHON, ROOT

# of photos' hashes; that they are used is held elsewhere (test_proof_of_work.py)
pytestmark = pytest.mark.filterwarnings("ignore:.*expression-based index")


@pytest.mark.usefixtures("database")
def test_migrated_tables_equal_the_models() -> None:
    command.check(schema.config())  # raises and names what differs


@pytest.mark.usefixtures("database")
def test_migrating_again_changes_nothing() -> None:
    schema.upgrade()
    with db.reading() as session:
        assert session.scalars(select(Counter.name).order_by(Counter.name)).all() == ["event", "packing"]


def test_two_roles_that_start_at_once_migrate_once(postgres_url: str) -> None:
    db.configure(postgres_url)
    with db.engine().begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    code = "import sys; from storage import db; db.configure(sys.argv[1]); db.create_schema()"
    command_line = [str(PYTHON), "-c", code, postgres_url]
    starts = [subprocess.Popen(command_line, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ends = [start.communicate(timeout=60)[1] for start in starts]
    assert [start.returncode for start in starts] == [0, 0], ends
    command.check(schema.config())


@pytest.mark.usefixtures("database")
def test_a_step_back_leaves_no_feed_of_a_kind_that_the_release_before_does_not_know() -> None:
    with db.transaction() as tx:
        city.load(tx)
        caps.heard(tx, AT)
        tx.scalars(select(AgencyFeed)).one().next_try_at = AT
    command.downgrade(schema.config(), "0060")
    with db.reading() as session:
        assert session.execute(select(AgencyFeed.source, AgencyFeed.next_try_at)).all() == [("", None)]
    schema.upgrade()


@pytest.fixture
def first_release(request: pytest.FixtureRequest, database: str) -> None:
    """The tables of the first release, empty."""
    if db.is_sqlite():
        db.configure(f"sqlite:///{request.getfixturevalue('tmp_path') / 'old.db'}")
    else:
        with db.engine().begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
    command.upgrade(schema.config(), "0001")


AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
OLD_ROWS: dict[str, dict[str, Any]] = {
    "person": {
        "id": 1, "channel": "telegram", "address": "7", "locale": "id", "created_at": AT, "demo": False,
    },
    "agency": {
        "code": "DLH", "name": "Dinas", "short_name": "DLH", "kind": "dinas", "contact": "", "active": True,
    },
    "category": {
        "code": "sampah", "name": "Sampah", "group": "Kebersihan", "agency_code": "DLH",
        "first_answer_amount": 3, "resolve_amount": 5, "unit": "hari_kerja", "emergency": False,
        "active": True, "position": 0,
    },
    "report": {
        "id": 1, "number": "BKS-2611-00001", "kind": "pengaduan", "channel": "telegram", "person_id": 1,
        "text": "tumpukan sampah", "category_code": "sampah", "category_by": "warga", "needs_review": False,
        "agency_code": "DLH", "place": "", "status": "menunggu", "priority": 0, "facts": {}, "created_at": AT,
        "updated_at": AT, "first_answer_due": AT, "resolve_due": AT, "demo": False,
    },
    "sensor": {
        "id": 7, "code": "p2c", "name": "P2C", "kind": "tinggi_muka_air", "river": "Kali Bekasi",
        "unit": "cm", "lat": -6.3, "lon": 106.97, "levels": {"siaga_3": 350},
        "downstream": [], "last_value": 360, "last_at": AT, "last_level": 3, "demo": False,
    },
    "observation": {"id": 3, "sensor_id": 7, "at": AT, "value": 360, "quality": "baik", "received_at": AT},
    "alert": {"id": 2, "sensor_id": 7, "report_id": 1, "level": 3, "opened_at": AT},
    "event": {
        "seq": 1, "at": AT, "kind": "report_status", "report_id": 1, "actor": "petugas:1",
        "reason": "Dijadwalkan.", "data": {},
    },
    "media_job": {
        "id": 1, "channel": "telegram", "file_ref": "f", "person_id": 1, "report_id": 1, "status": "new",
        "attempts": 2, "next_try_at": AT,
    },
}  # fmt: skip


@pytest.mark.usefixtures("first_release")
def test_the_first_releases_rows_live_on() -> None:
    old = sa.MetaData()
    with db.engine().begin() as connection:
        old.reflect(connection)
        for table, row in OLD_ROWS.items():
            connection.execute(old.tables[table].insert().values(row))
    schema.upgrade()
    command.check(schema.config())
    with db.reading() as session:
        kept = session.get_one(Report, 1)
        assert (kept.text, kept.privacy, kept.supporters, kept.rating) == (
            "tumpukan sampah",
            "biasa",
            0,
            None,
        )
        assert session.get_one(Category, "sampah").questions == []
        assert session.get_one(MediaJob, 1).attempts == 2
        assert session.get_one(Person, 1).blocked_at is None
        assert events.reason_of(session, 1) == "Dijadwalkan."
        gauge, alert = session.get_one(Datastream, 7), session.get_one(Alert, 2)
        assert (gauge.thing.code, gauge.levels, gauge.newest_at) == ("p2c", {"siaga_3": 350}, AT)
        assert (alert.datastream_id, alert.told_level) == (7, 3)
        assert session.get_one(Observation, 3).datastream_id == 7
        assert session.get_one(Location, 7).location["coordinates"] == [106.97, -6.3]
    with db.transaction() as tx:  # and what is new gets numbers of its own
        assert things.register(tx, code="baru", name="Baru", kind="pompa", lat=-6.2, lon=107.0).id > 7
        assert {row.clock for row in session.scalars(sa.select(Deadline))} == {"tanggapan", "selesai"}
