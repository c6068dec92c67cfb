"""The lake holds every row and nothing of a person, goes on where it was cut off, writes what changed."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import func, select

from routing.domain.lifecycle import Status
from routing.reports.filters import ALERT
from sorot import analysing
from sorot.lake import deeds, writing
from sorot.lake.tables import TABLES
from storage import db, events
from storage.event_kinds import EventKind
from storage.models import Event, Message, Report
from storage.parquet import Press
from tests.factories import city, people, reports

NOW = city.NOW
CANARIES = ("Wiranatakusumah", "081277889900", "3275019911223344", "kenari@rahasia.id", "Kenarimerah",
            "Zulkenari", "-6.228119", "106.975418")  # fmt: skip


@pytest.fixture(autouse=True)
def _told(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)
        officer = people.officer(tx)
        officer.name = "Petugas Zulkenari"
        for number, back in enumerate((100, 40, 10, 1)):
            by = people.person(tx)
            by.name, by.address = CANARIES[0], f"{CANARIES[1]}{number}"
            report = reports.filed(
                tx, by=by, text=f"Sampah bau. {' '.join(CANARIES)}", place=CANARIES[4],
                lat=float(CANARIES[6]), lon=float(CANARIES[7]), now=NOW - timedelta(days=back),
                category="sampah",
                privacy="rahasia" if number == 3 else "biasa",
            )  # fmt: skip
            tx.add(Message(report_id=report.id, direction="catatan", text=CANARIES[0], officer_id=officer.id,
                           created_at=NOW))  # fmt: skip
            events.record(tx, kind=EventKind.REPORT_FORWARDED, actor=f"petugas:{officer.id}", now=NOW,
                          report=report, reason=CANARIES[5],
                          data={"from_agency": "dlh", "to_agency": CANARIES[3]})  # fmt: skip


def _rows(folder: Path, table: str) -> list[dict[str, Any]]:
    found = duckdb.read_parquet(str(folder / table / "*/*.parquet"), hive_partitioning=True)
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def test_every_row_is_there_and_nothing_of_a_person(tmp_path: Path) -> None:
    made = writing.write(tmp_path, now=NOW, say=lambda _: None)
    with db.reading() as session:
        assert made["reports"] == session.scalar(select(func.count(Report.id))) == 4
        assert made["events"] == session.scalar(select(func.count(Event.seq)))
        words = {term for _, term, _ in deeds.terms(session, now=NOW)}
    rows = _rows(tmp_path, "reports")
    assert [row["public"] for row in rows] == [True, True, True, False]
    known = [row for row in rows if row["public"]]
    assert all(row["cell"] and (row["lat"], row["lon"]) != (-6.228119, 106.975418) for row in known)
    secret = rows[3]
    assert [secret[name] for name in ("number", "lat", "lon", "cell")] == [None] * 4
    assert {row["month"] for row in rows} == {f"{row['day']:%Y-%m}" for row in rows}
    assert [row["letters"] for row in _rows(tmp_path, "messages")] == [len(CANARIES[0])] * 4
    assert {row["from_code"] for row in _rows(tmp_path, "events") if row["kind"] == "report_forwarded"} == {
        "dlh"
    }
    told = str([_rows(tmp_path, table.name) for table in TABLES if (tmp_path / table.name).exists()])
    assert [canary for canary in CANARIES if canary in told] == []
    assert "sampah" in words
    assert not words & {canary.lower() for canary in CANARIES}


def test_a_point_nobody_is_told_stands_in_no_lake(tmp_path: Path) -> None:
    """A shielded report, a danger, one still to be looked at, and a category shown without points."""
    with db.transaction() as tx:
        at: dict[str, Any] = {"lat": -6.228119, "lon": 106.975418, "now": NOW - timedelta(days=2)}
        shielded, danger, doubtful = (reports.filed(tx, category="sampah", **at) for _ in range(3))
        shielded.shielded, danger.emergency, doubtful.needs_review = True, "kebakaran", True
        placeless = reports.filed(tx, category="perumahan", **at)
        wanted = {shielded.id, danger.id, doubtful.id, placeless.id}
    writing.write(tmp_path, now=NOW, say=lambda _: None)
    rows = [row for row in _rows(tmp_path, "reports") if row["id"] in wanted]
    assert [(row["lat"], row["lon"], row["cell"]) for row in rows] == [(None, None, None)] * 4


def test_how_often_and_when_rises_in_no_week(tmp_path: Path) -> None:
    with db.transaction() as tx:
        for text in ("sampah bau setiap sore", "banjir tiap malam di gang", "sampah lagi ketika subuh"):
            reports.filed(tx, now=NOW, text=text, category="sampah")
    with db.reading() as session:
        words = {term for _, term, _ in deeds.terms(session, now=NOW)}
    assert "sampah" in words
    assert not words & {"tiap", "setiap", "sore", "malam", "ketika", "subuh"}


def test_a_second_run_writes_what_changed_and_one_cut_off_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press, cut = Press.write, iter((False, True))

    def cut_off(self: Press, *given: Any) -> int:
        if next(cut):
            raise OSError("no space left")
        return press(self, *given)

    monkeypatch.setattr(Press, "write", cut_off)
    with pytest.raises(OSError, match="no space"):
        writing.write(tmp_path, now=NOW, say=lambda _: None)
    monkeypatch.setattr(Press, "write", press)
    said: list[str] = []
    writing.write(tmp_path, now=NOW, say=said.append)
    assert len([line for line in said if line.startswith("reports")]) == 2  # of three months one was done
    assert len(_rows(tmp_path, "reports")) == 4
    with db.transaction() as tx:
        report = tx.scalars(select(Report).order_by(Report.id)).first()
        assert report is not None
        report.status, report.updated_at = Status.DIPROSES.value, NOW + timedelta(minutes=1)
    said.clear()
    writing.write(tmp_path, now=NOW, say=said.append)
    assert [line.partition(":")[0] for line in said] == [f"reports {report.created_at:%Y-%m}"]
    assert not list(tmp_path.rglob("*.new"))
    with db.transaction() as tx:  # it is no resident's any more: its month is left without one
        tx.merge(report).kind = ALERT
    writing.write(tmp_path, now=NOW, say=said.append)
    assert len(_rows(tmp_path, "reports")) == 3
    writing.write(tmp_path, now=NOW, say=said.append)
    assert len(said) == 1


def test_a_file_with_another_number_of_rows_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Press, "press", lambda *_: 1_000)
    with pytest.raises(writing.WrongCount):
        writing.write(tmp_path, now=NOW, say=lambda _: None)
    assert not list(tmp_path.rglob("part.parquet"))


def test_a_city_of_few_reports_is_not_analysed(monkeypatch: pytest.MonkeyPatch) -> None:
    with db.transaction() as tx:
        assert not analysing.claim(tx, NOW)
        monkeypatch.setattr(analysing, "FEWEST", tx.query(Report).count())
        assert analysing.claim(tx, NOW)


def test_one_worker_alone_begins_the_nights_analyses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysing, "FEWEST", 1)
    night = NOW.replace(hour=19)  # 02.00 WIB
    with db.transaction() as tx:
        assert [analysing.claim(tx, night), analysing.claim(tx, night)] == [True, False]
    with db.transaction() as tx:
        assert not analysing.claim(tx, night + timedelta(hours=10))
        assert not analysing.claim(
            tx, night + timedelta(hours=20, minutes=30)
        )  # 22.30: in the evening neither
        assert not analysing.claim(tx, night + timedelta(hours=22, minutes=30))  # 00.30: not yet
        assert analysing.claim(tx, night + timedelta(days=1))
