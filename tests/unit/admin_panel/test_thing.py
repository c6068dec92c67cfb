"""One thing's page: how it stands, its curve, and a person's doubt about a reading."""

import csv
import io
from datetime import timedelta

import pytest
from pyarrow import parquet
from sqlalchemy import select

from sensors.ingest import ingest
from storage import clock, db
from storage.models import Datastream, Event, Observation
from tests.factories.gauges import gauge
from tests.unit.admin_panel.conftest import SignIn


def measured() -> None:
    """Calm water, a spike, calm water; the last reading three hours ago."""
    now = clock.now()
    with db.transaction() as tx:
        gauge(tx, "p2c")
        for number, value in enumerate((210, 214, 720, 212, 216)):
            at = now - timedelta(hours=3, minutes=30 * (4 - number))
            ingest(tx, "p2c", at=at, value=value, now=at)


def test_the_page_draws_what_is_believed_and_marks_what_is_not(signed_in: SignIn, panel_db: None) -> None:
    measured()
    client = signed_in("admin")
    assert "Diam: 1 dari 1" in client.get("/admin/alat").text
    page = client.get("/admin/alat/p2c?hari=7").text
    assert page.count("<circle") == 1
    assert "diragukan: lonjakan" in page
    assert "diam" in page
    assert client.get("/admin/alat/entah").status_code == 404
    assert client.get("/admin/alat/p2c?hari=367").status_code == 422
    assert "bidang: terendah sampai tertinggi" in client.get("/admin/alat/p2c?hari=365").text
    table = client.get("/admin/alat/p2c/bacaan.csv").text.splitlines()
    assert table[0] == "waktu_wib,yang_diukur,nilai,satuan,mutu,alasan"
    assert [line.split(",")[2:] for line in table[3:4]] == [["720.0", "cm", "diragukan", "lonjakan"]]


@pytest.mark.parametrize("unit", ["=1+1", " =1+1", "\t@SUM(1)", "\uff1d1", "-2+3"])
def test_a_unit_that_a_program_named_is_no_formula_in_the_table(
    signed_in: SignIn, panel_db: None, unit: str
) -> None:
    measured()
    with db.transaction() as tx:
        tx.scalars(select(Datastream)).one().unit = unit
    rows = list(csv.reader(io.StringIO(signed_in("admin").get("/admin/alat/p2c/bacaan.csv").text)))
    assert {row[3] for row in rows[1:]} == {f"'{unit}"}


def test_a_person_doubts_a_reading_and_believes_it_again(signed_in: SignIn, panel_db: None) -> None:
    measured()
    client = signed_in("admin")
    with db.reading() as session:
        last = session.scalars(select(Observation.id).order_by(Observation.at.desc())).first()
    for doubtful, value in ((True, 212), (False, 216)):
        answer = client.post(f"/admin/alat/p2c/bacaan/{last}", data={"ragu": str(doubtful).lower()})
        assert answer.status_code == 303
        with db.reading() as session:
            assert session.scalars(select(Datastream.last_value)).one() == value
    assert client.post("/admin/alat/p2c/bacaan/999999", data={"ragu": "true"}).status_code == 404
    with db.reading() as session:
        told = session.scalars(select(Event).where(Event.kind == "sensor_flagged").order_by(Event.seq)).all()
        assert [event.data["doubtful"] for event in told] == [True, False]


def test_readings_are_handed_out_as_parquet(signed_in: SignIn, panel_db: None) -> None:
    measured()
    client = signed_in("admin")
    answer = client.get("/admin/alat/p2c/bacaan.parquet?hari=1")
    table = parquet.read_table(io.BytesIO(answer.content)).to_pylist()
    assert [(row["code"], row["unit"], row["value"], row["quality"]) for row in table[2:4]] == [
        ("p2c", "cm", 720.0, "diragukan"), ("p2c", "cm", 212.0, "baik"),
    ]  # fmt: skip
    with db.reading() as session:
        assert [row["at"] for row in table] == session.scalars(
            select(Observation.at).order_by(Observation.at)
        ).all()
    assert client.get("/admin/alat/entah/bacaan.parquet").status_code == 404
