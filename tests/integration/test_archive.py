"""Officers' corrections become training rows."""

import csv
from pathlib import Path

import pytest

from routing.domain.lifecycle import Status
from routing.reports import officers_work
from sorot.archive import write_archive
from storage import db
from tests.factories import city, people, reports


@pytest.fixture(autouse=True)
def bekasi(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def rows(file: Path) -> list[tuple[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [(row["text"], row["category"]) for row in csv.DictReader(lines)]


def test_corrected_and_worked_off_reports_are_rows_and_undecided_ones_are_not(tmp_path: Path) -> None:
    with db.transaction() as tx:
        officer = people.officer(tx, "operator", "poc")
        corrected = reports.filed(tx, category="jalan_rusak", text="Tutup saluran depan toko hilang.")
        finished = reports.filed(tx, category="pju", text="Lampu tiang kelima padam.")
        reports.filed(tx, category="sampah", text="Belum ada yang memeriksa ini.")
        officers_work.change_category(
            tx, officer=officer, report=corrected, category="drainase", reason="saluran", now=city.NOW
        )
        officers_work.change_status(
            tx, officer=officer, report=finished, to=Status.SELESAI, reason="diganti", now=city.NOW
        )
    assert write_archive(tmp_path / "arsip.csv", reason="Melatih", now=city.NOW) == (2, 1)
    assert rows(tmp_path / "arsip.csv") == [
        ("Tutup saluran depan toko hilang.", "drainase"),
        ("Lampu tiang kelima padam.", "pju"),
    ]


def test_demo_reports_teach_nothing(tmp_path: Path) -> None:
    with db.transaction() as tx:
        officer = people.officer(tx, "operator", "poc")
        report = reports.filed(tx, category="jalan_rusak")
        report.demo = True
        officers_work.change_category(
            tx, officer=officer, report=report, category="drainase", reason="saluran", now=city.NOW
        )
    assert write_archive(tmp_path / "arsip.csv", reason="Melatih", now=city.NOW) == (0, 0)
