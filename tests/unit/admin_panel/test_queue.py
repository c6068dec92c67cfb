"""The queue: one's own, narrowed, counted, in few queries."""

import re
from datetime import timedelta

from fastapi.testclient import TestClient
from sqlalchemy import event, select

from routing.reports import officers_work, residents
from storage import clock, db
from storage.models import Person, Report
from tests.factories import reports
from tests.factories.city import MARGAHAYU
from tests.factories.panel import officer_named
from tests.unit.admin_panel.conftest import PIECE, SignIn


def file(**more: object) -> str:
    """A report filed an hour ago; its number."""
    with db.transaction() as tx:
        return reports.filed(tx, now=clock.now() - timedelta(hours=1), **more).number  # type: ignore[arg-type]


def listed(client: TestClient, query: str = "") -> str:
    return client.get(f"/petugas/daftar{query}", headers=PIECE).text


def test_a_petugas_sees_the_own_dinas_and_no_other(signed_in: SignIn, panel_db: None) -> None:
    ours, theirs = file(category="jalan_rusak"), file(category="sampah")
    page = listed(signed_in("rina"))
    assert ours in page
    assert theirs not in page


def test_a_lurah_sees_the_own_kelurahan_whoever_answers(signed_in: SignIn, panel_db: None) -> None:
    here, elsewhere = file(category="sampah"), file(category="sampah", kelurahan=MARGAHAYU)
    page = listed(signed_in("lurah"))
    assert here in page
    assert elsewhere not in page


def test_the_operator_sees_every_dinas_with_its_name(signed_in: SignIn, panel_db: None) -> None:
    roads, waste = file(category="jalan_rusak"), file(category="sampah")
    page = listed(signed_in("operator"))
    assert roads in page
    assert waste in page
    assert "DLH" in page


def test_filters_narrow_the_list(signed_in: SignIn, panel_db: None) -> None:
    road = file(category="jalan_rusak", text="Aspal retak di turunan jembatan kecil")
    lamp = file(category="pju", text="Lampu di ujung gang tidak menyala", kelurahan=MARGAHAYU)
    client = signed_in("rina")
    for query in ("?kategori=pju", f"?kelurahan={MARGAHAYU}", "?q=ujung+gang", f"?q={lamp}"):
        page = listed(client, query)
        assert lamp in page, query
        assert road not in page, query


def test_support_and_privacy_are_marked_filtered_and_sorted_by(signed_in: SignIn, panel_db: None) -> None:
    urgent, joined, hidden = file(), file(), file()
    changes: dict[str, dict[str, object]] = {
        urgent: {"priority": 2, "privacy": "anonim"}, joined: {"supporters": 37},
        hidden: {"privacy": "rahasia"},
    }  # fmt: skip
    with db.transaction() as tx:
        for number, values in changes.items():
            report = tx.scalars(select(Report).where(Report.number == number)).one()
            for name, value in values.items():
                setattr(report, name, value)
    client = signed_in("rina")
    assert "37<span" in (page := listed(client, "?urut=dukungan"))
    assert page.index(joined) < page.index(urgent)
    assert (page := listed(client)).index(urgent) < page.index(joined)
    assert page.count("Anonim</span>") == page.count("Rahasia</span>") == 1
    assert hidden in (page := listed(client, "?privasi=rahasia"))
    assert urgent not in page


def test_finished_reports_leave_the_open_list_and_stay_findable(signed_in: SignIn, panel_db: None) -> None:
    number = file()
    with db.transaction() as tx:
        report = tx.query(Report).filter_by(number=number).one()
        report.status = "selesai"
    client = signed_in("rina")
    assert number not in listed(client)
    assert number in listed(client, "?status=selesai")
    assert number in listed(client, "?status=semua")
    assert number in listed(client, f"?q={number}")


def test_overdue_reports_are_counted_and_filtered(signed_in: SignIn, panel_db: None) -> None:
    late, fine = file(), file()
    with db.transaction() as tx:
        tx.query(Report).filter_by(number=late).one().first_answer_due = clock.now() - timedelta(hours=5)
    page = listed(signed_in("rina"), "?terlambat=true")
    assert late in page
    assert fine not in page
    assert "lewat 5 jam" in page
    assert 'Terlambat <b class="num">1</b>' in page


def test_a_resident_waiting_for_a_reply_is_flagged_until_answered(signed_in: SignIn, panel_db: None) -> None:
    number = file()
    with db.transaction() as tx:
        report = tx.query(Report).filter_by(number=number).one()
        residents.add_to_report(
            tx, number, person=tx.get_one(Person, report.person_id), text="Sudah ada kabar?", now=clock.now()
        )
    client = signed_in("rina")
    assert "Warga menunggu balasan" in listed(client)
    with db.transaction() as tx:
        report = tx.query(Report).filter_by(number=number).one()
        officers_work.answer(
            tx, officer=officer_named(tx, "rina"), report=report, text="Besok dikerjakan.", now=clock.now()
        )
    assert "Warga menunggu balasan" not in listed(client)


def test_an_empty_queue_and_an_empty_search_say_so_in_words(signed_in: SignIn) -> None:
    client = signed_in("rina")
    assert "Antrean kosong" in listed(client)
    assert "Tidak ada yang cocok" in listed(client, "?q=zzz")


def test_a_search_without_finds_offers_what_was_perhaps_meant(signed_in: SignIn, panel_db: None) -> None:
    rina = signed_in("rina")
    page = rina.get("/petugas/daftar?q=lubamg+besar&status=selesai", headers=PIECE).text
    assert 'href="/petugas?status=selesai&amp;q=lubang+besar"' in page
    assert "maksud Anda" not in rina.get("/petugas/daftar?q=lubang", headers=PIECE).text


def test_a_long_list_grows_and_keeps_the_filters(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        for _ in range(51):
            reports.filed(tx, category="pju", now=clock.now())
    client = signed_in("rina")
    page = listed(client, "?kategori=pju")
    assert page.count("data-row=") == 50
    assert "/petugas?kategori=pju&amp;banyak=100" in page
    assert listed(client, "?kategori=pju&banyak=100").count("data-row=") == 51
    rest = re.search(r"sesudah=[^\"]+", listed(client, "?kategori=pju&banyak=1").replace("&amp;", "&"))
    assert rest is None  # a list that can still grow does not turn the page


def test_a_list_as_long_as_it_gets_goes_on_by_key(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        for _ in range(201):
            reports.filed(tx, category="pju", now=clock.now(), by=None)
    client = signed_in("rina")
    link = re.search(r'href="/petugas(\?[^"]*sesudah=[^"]+)"', listed(client, "?banyak=200"))
    assert link
    rest = listed(client, link[1].replace("&amp;", "&"))
    assert rest.count("data-row=") == 1
    assert "Kembali ke paling atas" in rest


def test_the_chosen_report_stands_beside_the_list(signed_in: SignIn, panel_db: None) -> None:
    number = file(text="Aspal terkelupas di depan balai warga")
    page = signed_in("rina").get(f"/petugas?laporan={number}").text
    assert 'id="isi-laporan"' in page
    assert "Aspal terkelupas di depan balai warga" in page


def test_a_chosen_report_of_another_dinas_is_not_shown(signed_in: SignIn, panel_db: None) -> None:
    number = file(category="sampah", text="Tumpukan karung di tepi kali kecil")
    response = signed_in("rina").get(f"/petugas?laporan={number}")
    assert response.status_code == 200
    assert "Tumpukan karung" not in response.text
    assert "Laporan itu tidak ada di antrean Anda" in response.text


def test_a_list_of_fifty_takes_few_queries(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        for _ in range(50):
            reports.filed(tx, now=clock.now())
    client = signed_in("rina")
    listed(client)  # the catalogue is read once and kept
    seen: list[str] = []

    @event.listens_for(db.engine(), "before_cursor_execute")
    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    listed(client)
    assert len([statement for statement in seen if statement.startswith("SELECT")]) <= 10


def test_what_a_resident_wrote_cannot_run_as_script(signed_in: SignIn, panel_db: None) -> None:
    file(text="<script>alert(1)</script> jalan amblas")
    assert "<script>alert(1)" not in signed_in("rina").get("/petugas").text


def test_a_tab_keeps_what_is_searched(signed_in: SignIn, panel_db: None) -> None:
    page = signed_in("rina").get("/petugas?q=amblas").text
    assert "terlambat=True&amp;q=amblas" in page or "q=amblas&amp;terlambat=True" in page


def test_the_list_marks_what_is_unread_and_finds_words(signed_in: SignIn, panel_db: None) -> None:
    number = file(text="Sampah menumpuk di pojok pasar & <b>bau</b>", category="jalan_rusak")
    client = signed_in("rina")
    page = listed(client, "?q=tumpukan+pasar")
    assert "<mark>menumpuk</mark> di pojok <mark>pasar</mark> &amp; &lt;b&gt;" in page
    assert "Belum dibaca" in page
    client.get(f"/petugas/laporan/{number}")
    assert "Belum dibaca" not in listed(client)
    client.post(f"/petugas/laporan/{number}/belum-dibaca")
    assert "Belum dibaca" in listed(client)
    client.post("/petugas/terbaca")
    assert "Belum dibaca" not in listed(client)


def test_a_list_is_kept_as_a_view_and_taken_away(signed_in: SignIn, panel_db: None) -> None:
    client = signed_in("rina")
    kept = client.post("/petugas/pandangan", data={"query": "kategori=pju", "name": "PJU <kami>"})
    assert kept.headers["location"] == "/petugas?kategori=pju"
    page = listed(client, "?kategori=pju")
    assert "PJU &lt;kami&gt;" in page
    assert client.post("/petugas/pandangan", data={"query": "", "name": "x"}).status_code == 422
    way = re.search(r"/petugas/pandangan/\d+/hapus", page)
    assert way is not None
    assert client.post(way[0]).status_code == 303
    assert client.post(way[0]).status_code == 404
    assert "PJU &lt;kami&gt;" not in listed(client)
