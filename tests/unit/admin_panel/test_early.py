"""The pages of early warnings: what is sent to whom, two people, a drill."""

from routing.warnings.alerts import raise_alert
from storage import clock, db
from tests.factories import people, reports
from tests.factories.sensors import gauge
from tests.unit.admin_panel.conftest import SignIn


def rise() -> None:
    with db.transaction() as tx:
        stream, now = gauge(tx), clock.now()
        stream.thing.downstream = [{"kelurahan": "32.75.01.1002", "minutes": 120}]
        reports.filed(tx, by=people.person(tx), kelurahan="32.75.01.1002", now=now)
        raise_alert(tx, stream=stream, level=2, value=310, at=now, now=now)


def test_a_draft_is_seen_signed_by_two_and_counted(signed_in: SignIn, panel_db: None) -> None:
    operator, mayor = signed_in("operator"), signed_in("walikota")
    assert "Belum ada peringatan dini" in operator.get("/petugas/peringatan-dini").text
    rise()
    assert "1 menunggu tanda tangan" in operator.get("/petugas/kejadian").text
    assert "Rancangan" in operator.get("/petugas/peringatan-dini").text
    text = operator.get("/petugas/peringatan-dini/1").text
    for said in ("Margahayu", "menit lagi", "Bahasa Indonesia", "English", "UU 24/2007", "sorot", "24 jam"):
        assert said in text, said
    assert operator.post("/petugas/peringatan-dini/1/tandatangan").status_code == 303
    refused = operator.post("/petugas/peringatan-dini/1/tandatangan")
    assert (refused.status_code, "orang lain" in refused.text) == (409, True)
    assert "kirim ke 1 warga" in mayor.get("/petugas/peringatan-dini/1").text
    assert mayor.post("/petugas/peringatan-dini/1/tandatangan").status_code == 303
    assert "Menunggu giliran" in operator.get("/petugas/peringatan-dini/1/terkirim").text
    assert mayor.post("/petugas/peringatan-dini/1/batal").status_code == 409
    assert operator.get("/petugas/peringatan-dini/99").status_code == 404


def test_what_was_published_is_seen_and_taken_back_with_a_reason(signed_in: SignIn, panel_db: None) -> None:
    mayor, page = signed_in("walikota"), "/petugas/peringatan-dini"
    assert "Terbit untuk program lain" not in mayor.get(page).text
    rise()
    assert "BKS-1-1" in mayor.get(page).text
    alarmed = ("/petugas/surat", "/poc")
    assert ["alert-row alert-2" in mayor.get(path).text for path in alarmed] == [True, True]
    refused = mayor.post(f"{page}/terbit/1/tarik", data={"alasan": "salah"})
    assert (refused.status_code, "10 sampai 300 huruf" in refused.text) == (409, True)
    done = mayor.post(f"{page}/terbit/1/tarik", data={"alasan": "Alat rusak, air tidak naik"})
    assert done.status_code == 303
    after = mayor.get(done.headers["Location"]).text
    assert ("Peringatan ditarik" in after, "BKS-1-1" in after) == (True, False)
    for path in alarmed:  # still in the queue, and loud no more
        text = mayor.get(path).text
        assert ("alert-row alert-2" in text, "alert-row alert-back" in text) == (False, True), path
    again = mayor.post(f"{page}/terbit/1/tarik", data={"alasan": "Alat rusak, air tidak naik"})
    assert (again.status_code, "tidak terbit" in again.text) == (404, True)


def test_a_drill_nobody_would_get_is_not_sent(signed_in: SignIn, panel_db: None) -> None:
    operator = signed_in("operator")
    rise()
    made = operator.post("/petugas/peringatan-dini", data={"alat": "1", "tingkat": "3"})
    assert made.status_code == 303
    where = made.headers["Location"].partition("?")[0]
    assert "LATIHAN" in operator.get(where).text
    refused = operator.post(f"{where}/tandatangan")
    assert "Tidak ada warga yang bisa dikirimi" in refused.text
    unknown = operator.post("/petugas/peringatan-dini", data={"alat": "999", "tingkat": "3"})
    assert (unknown.status_code, "tidak ditemukan" in unknown.text) == (404, True)
