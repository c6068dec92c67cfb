"""The report's page asks the database a few things, however long its story and whatever its state."""

from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import update

from routing.reports import officers_work as work
from routing.reports import supporting
from storage import clock, db
from storage.models import ProofFlag, Report, ReportMedia
from tests.factories import people, proof, reports
from tests.factories.panel import officer_named
from tests.factories.queries import counted
from tests.unit.admin_panel.conftest import SignIn

MOST = {"": 8, "/bersama": 12, "/riwayat": 12}


@pytest.fixture
def long_story(panel_db: None) -> str:
    """A report of DLH with supporters, a promise, a note that speaks to its head, photos, a long talk."""
    with db.transaction() as tx:
        now = clock.now() - timedelta(hours=3)
        report = reports.filed(tx, category="sampah", now=now, lat=-6.2282, lon=106.975)
        report.agency_code = "dlh"
        dimas = officer_named(tx, "dimas")
        for said in range(30):
            work.answer(
                tx, officer=dimas, report=report, text=f"Besok pukul 14.{said:02} kami datang.", now=now
            )
            supporting.support(tx, report.number, person=people.person(tx), text="", now=now)
        work.note(tx, officer=dimas, report=report, text="Tolong dilihat, @kepala.", now=now)
        report.holder_id = dimas.id
        proof.show(tx, report, dimas, "f" * 64, now=now)
        link = tx.query(ReportMedia).filter_by(report_id=report.id, purpose="hasil").one()
        tx.merge(ProofFlag(media_id=link.id, code="dipakai_ulang", said="BKS-2611-00001"))
        for at in range(3):
            reports.filed(tx, category="sampah", now=now, lat=-6.2282, lon=106.975, text=f"Sampah {at}")
    return report.number


@pytest.mark.parametrize("status", ["diproses", "diperiksa", "selesai"])
def test_the_page_and_each_of_its_parts_take_a_few_queries(
    signed_in: SignIn, long_story: str, status: str
) -> None:
    with db.transaction() as tx:
        tx.execute(
            update(Report).where(Report.number == long_story).values(status=status, delivered_at=clock.now())
        )
    kepala = signed_in("kepala")
    for part in MOST:
        with counted() as statements:
            answer = kepala.get(f"/petugas/laporan/{long_story}{part}")
        assert answer.status_code == 200
        assert len(statements) <= MOST[part], "\n".join([part, *statements])


@pytest.mark.parametrize(
    ("part", "data", "most"),
    [
        ("pesan", {"jenis": "catatan", "text": "Catatan uji."}, 9),
        ("pesan", {"jenis": "jawab", "text": "Kami datangi.", "periksa": "1"}, 12),
        ("pesan", {"jenis": "jawab", "text": "Kami datangi.", "periksa": "1", "status": "koordinasi"}, 13),
        ("pesan", {"jenis": "tanya", "text": "Di sisi mana?", "periksa": "1"}, 13),
        ("status", {"to": "koordinasi", "reason": "Menunggu alat berat.", "periksa": "1"}, 13),
        ("kategori", {"category": "jalan_rusak"}, 14),
        ("teruskan", {"agency": "dbmsda", "reason": "Jalannya yang rusak."}, 12),
        ("pegang", {}, 9),
    ],
)
def test_a_deed_and_the_page_that_answers_it_do_not_grow(
    signed_in: SignIn, panel_db: None, part: str, data: dict[str, str], most: int
) -> None:
    with db.transaction() as tx:
        report = reports.filed(tx, category="sampah", by=people.person(tx), now=clock.now())
        report.agency_code = "dlh"
        form = data | {"petugas": str(officer_named(tx, "dimas").id)}
    dimas, address = signed_in("dimas"), f"/petugas/laporan/{report.number}"
    form["versi"] = unescape(dimas.get(address).text.split('name="versi" value="')[1].split('"')[0])
    with counted() as statements:
        answer = dimas.post(f"{address}/{part}", data=form, headers={"HX-Request": "true"})
    assert answer.status_code == 200, answer.text[:300]
    assert len(statements) <= most, f"{len(statements)}\n" + "\n".join(statements)
