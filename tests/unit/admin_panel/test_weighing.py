"""Beside the composer: what the words promise, plainer words, what the office answered before."""

from datetime import timedelta

import pytest

from storage import clock, db
from storage.models import Promise, Report
from tests.factories import reports
from tests.factories.panel import whole_report
from tests.unit.admin_panel.conftest import SignIn

HTMX = {"HX-Request": "true"}
SAID = "Lubang kami tambal besok pukul 09.00."


@pytest.fixture
def number(panel_db: None) -> str:
    """A report in the queue of Rina's office."""
    with db.transaction() as tx:
        return reports.filed(tx, now=clock.now() - timedelta(hours=1)).number


def promises() -> list[str]:
    with db.reading() as session:
        return [row.state for row in session.query(Promise).order_by(Promise.id)]


def test_the_officer_sees_the_promise_and_plainer_words_before_sending(
    signed_in: SignIn, number: str
) -> None:
    rina, way = signed_in("rina"), f"/petugas/laporan/{number}/timbang"
    said = rina.post(way, data={"text": SAID, "jenis": "jawab"}).text
    assert "Dicatat sebagai janji" in said
    assert 'value="ya" checked' in said
    assert 'value="ya" >' in rina.post(way, data={"text": SAID, "jenis": "jawab", "janji": "tidak"}).text
    office = rina.post(way, data={"text": "Akan ditindaklanjuti OPD terkait.", "jenis": "jawab"}).text
    assert "dikerjakan" in office
    assert "janji" not in office
    assert rina.post(way, data={"text": SAID, "jenis": "catatan"}).text.strip() == ""
    assert promises() == []


def test_a_ticked_promise_stands_on_the_page_until_it_is_kept(signed_in: SignIn, number: str) -> None:
    rina, base = signed_in("rina"), f"/petugas/laporan/{number}"
    rina.post(f"{base}/pesan", data={"text": SAID, "jenis": "jawab", "janji": "tidak"}, headers=HTMX)
    assert "Janji kepada warga" not in whole_report(rina, number)
    rina.post(f"{base}/pesan", data={"text": SAID, "jenis": "jawab", "janji": "ya"}, headers=HTMX)
    page = whole_report(rina, number)
    assert "Janji kepada warga" in page
    assert "Bukan janji" in page
    with db.reading() as session:
        promise = session.query(Promise).one().id
    assert signed_in("dimas").post(f"{base}/janji/{promise}/ditepati").status_code == 404
    kept = rina.post(f"{base}/janji/{promise}/ditepati", headers=HTMX)
    assert "Janji dicatat sudah ditepati." in kept.text
    again = rina.post(f"{base}/janji/{promise}/batal", headers=HTMX)
    assert "Janji itu sudah tidak berjalan." in again.text
    assert promises() == ["ditepati"]


def test_a_status_with_a_promise_is_one_too_and_other_offices_see_nothing(
    signed_in: SignIn, number: str
) -> None:
    rina, base = signed_in("rina"), f"/petugas/laporan/{number}"
    rina.post(f"{base}/status", data={"to": "diproses", "reason": SAID}, headers=HTMX)
    assert promises() == ["berjalan"]
    for path in ("timbang", "saran"):
        dimas = signed_in("dimas")
        asked = dimas.get if path == "saran" else dimas.post
        assert asked(f"{base}/{path}").status_code == 404


def test_suggestions_show_numbers_and_are_only_put_into_the_composer(signed_in: SignIn, number: str) -> None:
    rina, base = signed_in("rina"), f"/petugas/laporan/{number}"
    assert "Belum ada laporan selesai yang mirip" in rina.get(f"{base}/saran").text
    with db.transaction() as tx:
        done = reports.filed(tx, now=clock.now() - timedelta(days=3)).number
    rina.post(f"/petugas/laporan/{done}/pesan", data={"text": SAID, "jenis": "jawab"}, headers=HTMX)
    with db.transaction() as tx:
        tx.query(Report).filter_by(number=done).update({"status": "selesai"})
    said = rina.get(f"{base}/saran").text
    assert done in said
    assert f'data-take="{SAID}"' in said
    assert SAID not in rina.get(base).text
