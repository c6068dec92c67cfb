"""Webhooks as an admin makes them, sees them and ends them."""

from datetime import timedelta

from storage import clock, db
from storage.models import Officer, Webhook, WebhookDead
from tests.factories import reports
from tests.unit.admin_panel.conftest import SignIn


def test_a_webhook_is_made_seen_and_ended_and_its_key_shown_once(signed_in: SignIn, panel_db: None) -> None:
    admin = signed_in("admin")
    said = {"nama": "Dasbor", "url": "https://contoh.go.id/hook", "peristiwa": ["report_filed", "tidak ada"]}
    made = admin.post("/admin/webhook", data=said)
    assert made.text.count("whsec_") == 1
    assert "whsec_" not in admin.get("/admin/webhook").text
    assert "sedikitnya satu peristiwa" in admin.post("/admin/webhook", data={**said, "peristiwa": []}).text
    assert "https://" in admin.post("/admin/webhook", data={**said, "url": "http://contoh.go.id"}).text
    with db.transaction() as tx:
        reports.filed(tx)
        (row,) = tx.query(Webhook).all()
        assert (row.kinds, row.created_by) == (
            ["report_filed"], tx.query(Officer).filter_by(username="admin").one().id,
        )  # fmt: skip
        tx.flush()
        tx.add(WebhookDead(webhook_id=row.id, event_seq=1, at=clock.now() - timedelta(hours=1), error="x"))
    page = f"/admin/webhook/{row.id}"
    assert "Disisihkan (1)" in admin.get(page).text
    assert "belum ada" in admin.post(f"{page}/ulang", data={"nomor": 99}).text
    admin.post(f"{page}/ulang", data={"nomor": 1})
    assert "Tidak ada yang disisihkan" in admin.get(page).text
    assert "whsec_" in admin.post(f"{page}/kunci").text
    admin.post(f"{page}/cabut")
    assert admin.get(page).status_code == 404
    assert "Belum ada webhook" in admin.get("/admin/webhook").text


def test_a_poll_is_asked_and_ended_by_the_operator_and_only_looked_at_by_others(signed_in: SignIn) -> None:
    operator = signed_in("operator")
    said = {"pertanyaan": "Taman mana dulu?", "pilihan": "Alun-alun\nTaman Kota", "tanggal": "2026-01-01"}
    assert "harus sesudah sekarang" in operator.post("/poc/jajak", data=said).text
    said["tanggal"] = f"{clock.now() + timedelta(days=7):%Y-%m-%d}"
    assert operator.post("/poc/jajak", data=said).status_code == 303
    assert "Tutup sekarang" not in signed_in("walikota").get("/poc/jajak").text
    assert "0</span> suara sejauh ini" in operator.get("/poc/jajak").text
    assert [operator.post("/poc/jajak/1/tutup").status_code for _ in range(2)] == [303, 404]
    assert "Alun-alun" in signed_in("walikota").get("/poc/jajak").text
