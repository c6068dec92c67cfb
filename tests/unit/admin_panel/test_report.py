"""The report page: what it shows, what an officer can do there, what stays hidden."""

import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from storage import clock, db, events
from storage.models import Event, Look, Media, Message, Outbox, Person, Report, ReportMedia
from tests.factories import people, reports
from tests.factories.panel import officer_named, whole_report
from tests.unit.admin_panel.conftest import SignIn

HTMX = {"HX-Request": "true"}


@pytest.fixture
def number(panel_db: None) -> str:
    """A road report of an hour ago, in DBMSDA's queue."""
    with db.transaction() as tx:
        now = clock.now() - timedelta(hours=1)
        person = people.person(tx, now=now)
        person.name, person.address = "Sulastri Wijaya", "6281200099123"
        return reports.filed(tx, by=person, now=now, lat=-6.2282, lon=106.975).number


def page(client: TestClient, number: str) -> str:
    return whole_report(client, number)


def post(client: TestClient, number: str, deed: str, **data: str) -> tuple[int, str]:
    response = client.post(f"/petugas/laporan/{number}/{deed}", data=data, headers=HTMX)
    return response.status_code, response.text


def report(number: str) -> Report:
    with db.reading() as session:
        return session.scalars(select(Report).where(Report.number == number)).one()


def outbox_row() -> Outbox:
    with db.reading() as session:
        return session.scalars(select(Outbox).order_by(Outbox.id.desc())).first() or pytest.fail("no row")


def test_an_answer_is_said_queued_and_shown_as_not_yet_sent(signed_in: SignIn, number: str) -> None:
    status, text = post(signed_in("rina"), number, "pesan", jenis="jawab", text="Tim datang besok pukul 9.")
    assert status == 200
    assert "Tim datang besok pukul 9." in text
    assert "belum terkirim" in text
    assert outbox_row().args["text"] == "Tim datang besok pukul 9."
    assert report(number).first_answered_at is not None


@pytest.mark.parametrize(
    ("state", "error", "words"),
    [
        ("waiting", "131047", "belum sampai: menunggu warga menulis lagi"),
        ("sent", None, "terkirim"),
        ("delivered", None, "sampai"),
        ("read", None, "dibaca"),
        ("failed", "obrolan ditutup warga", "gagal terkirim: obrolan ditutup warga"),
    ],
)
def test_the_delivery_of_an_answer_is_told_as_it_is(
    signed_in: SignIn, number: str, state: str, error: str | None, words: str
) -> None:
    client = signed_in("rina")
    post(client, number, "pesan", jenis="jawab", text="Sedang dicek.")
    with db.transaction() as tx:
        row = tx.scalars(select(Outbox)).one()
        row.status, row.error = state, error
    text = page(client, number)
    assert words in text
    assert "belum terkirim" not in text


def test_a_web_resident_who_has_not_looked_is_told_apart_from_not_sent(
    signed_in: SignIn, panel_db: None
) -> None:
    with db.transaction() as tx:
        person = people.person(tx, channel="web")
        number = reports.filed(tx, by=person, now=clock.now()).number
    _, text = post(signed_in("rina"), number, "pesan", jenis="jawab", text="Sedang dicek.")
    assert "belum dibuka warga" in text


def test_a_notice_that_failed_is_shown_too(signed_in: SignIn, number: str) -> None:
    client = signed_in("rina")
    post(client, number, "status", to="diproses")
    with db.transaction() as tx:
        row = tx.scalars(select(Outbox)).one()
        row.status, row.error = "failed", "nomor tidak aktif"
    assert "gagal terkirim ke warga: nomor tidak aktif" in page(client, number)
    with db.transaction() as tx:
        tx.scalars(select(Outbox)).one().status = "waiting"
    assert "belum sampai: menunggu warga menulis lagi" in page(client, number)


def test_a_question_makes_the_report_wait_for_the_resident(signed_in: SignIn, number: str) -> None:
    _, text = post(signed_in("rina"), number, "pesan", jenis="tanya", text="Di RT berapa tepatnya?")
    assert report(number).status == "menunggu_warga"
    assert "jam berhenti" in text


def test_an_internal_note_goes_to_nobody(signed_in: SignIn, number: str) -> None:
    _, text = post(signed_in("rina"), number, "pesan", jenis="catatan", text="Material menunggu lelang.")
    assert "Material menunggu lelang." in text
    with db.reading() as session:
        assert session.scalars(select(Outbox)).all() == []
        assert session.scalars(select(Message)).one().direction == "catatan"


def test_only_moves_the_table_allows_are_offered(signed_in: SignIn, number: str) -> None:
    text = page(signed_in("rina"), number)
    assert 'value="diproses"' in text
    assert 'value="ditutup"' not in text
    assert 'value="ditarik"' not in text


def test_moves_kept_for_the_operator_are_offered_to_the_operator_alone(
    signed_in: SignIn, number: str
) -> None:
    with db.transaction() as tx:
        tx.scalars(select(Report)).one().status = "selesai"
    assert 'value="ditutup"' not in page(signed_in("rina"), number)
    assert 'value="ditutup"' in page(signed_in("operator"), number)


def test_a_status_changed_is_written_with_who_and_why(signed_in: SignIn, number: str) -> None:
    _, text = post(signed_in("rina"), number, "status", to="selesai", reason="Sudah ditambal bersama warga.")
    assert report(number).status == "selesai"
    assert "Petugas Rina" in text
    assert "Sudah ditambal bersama warga." in text


def test_an_answer_and_a_status_are_one_act_and_one_piece_of_news(signed_in: SignIn, number: str) -> None:
    words = "Tim berangkat besok pagi, 30 November."
    _, text = post(signed_in("rina"), number, "pesan", jenis="jawab", text=words, status="diproses")
    assert report(number).status == "diproses"
    assert report(number).first_answered_at is not None
    assert text.index('id="percakapan"') < text.index(words) < text.index('id="tulis"')
    with db.reading() as session:
        assert [words in str(row.args) for row in session.scalars(select(Outbox))] == [True]


def test_an_answer_with_a_status_that_cannot_be_changes_nothing(signed_in: SignIn, number: str) -> None:
    client = signed_in("rina")
    status, text = post(client, number, "pesan", jenis="jawab", text="Sudah.", status="ditutup")
    assert (status, report(number).status) == (409, "menunggu")
    assert "tidak bisa diubah ke sana" in text or "operator" in text
    assert post(client, number, "pesan", jenis="jawab", text="Sudah.", status="entah")[0] == 422
    with db.reading() as session:
        assert session.scalars(select(Outbox)).all() == []


def test_nobody_is_said_to_be_told_about_a_gauges_warning(signed_in: SignIn, number: str) -> None:
    with db.transaction() as tx:
        tx.scalars(select(Report)).one().person_id = None
    _, text = post(signed_in("rina"), number, "status", to="diproses")
    assert "Status diubah." in text
    assert "Warga diberi tahu" not in text


def test_an_end_without_a_reason_is_refused_with_a_sentence(signed_in: SignIn, number: str) -> None:
    status, text = post(signed_in("rina"), number, "status", to="selesai")
    assert status == 422
    assert "Mohon tuliskan alasannya" in text
    assert report(number).status == "menunggu"


@pytest.mark.parametrize(
    ("deed", "data"),
    [
        ("status", {"to": "terbang"}),
        ("pesan", {"jenis": "gosip", "text": "x"}),
        ("pesan", {"jenis": "jawab", "text": "   "}),
        ("pesan", {"jenis": "jawab", "text": "a" * 9000}),
        ("kategori", {"category": "tidak_ada"}),
        ("teruskan", {"agency": "tidak_ada", "reason": "x"}),
        ("teruskan", {"agency": "dlh", "reason": ""}),
        ("tampilkan", {"reason": " "}),
    ],
)
def test_a_malformed_form_is_refused_and_changes_nothing(
    signed_in: SignIn, number: str, deed: str, data: dict[str, str]
) -> None:
    before = report(number)
    status, _ = post(signed_in("rina"), number, deed, **data)
    assert status == 422
    after = report(number)
    assert (after.status, after.category_code, after.agency_code) == (
        before.status, before.category_code, before.agency_code,
    )  # fmt: skip
    with db.reading() as session:
        assert session.scalars(select(Message)).all() == []
        assert session.scalars(select(Look)).all() == []


def test_the_category_form_names_the_dinas_each_leads_to(signed_in: SignIn, number: str) -> None:
    assert "Sampah dan kebersihan → DLH" in page(signed_in("rina"), number)


def test_another_category_hands_the_report_to_its_dinas(signed_in: SignIn, number: str) -> None:
    status, text = post(signed_in("rina"), number, "kategori", category="sampah")
    assert status == 200
    assert "berpindah" in text
    assert report(number).agency_code == "dlh"
    assert signed_in("rina").get(f"/petugas/laporan/{number}").status_code == 404
    assert signed_in("dimas").get(f"/petugas/laporan/{number}").status_code == 200


def test_forwarding_carries_the_reason_into_the_history(signed_in: SignIn, number: str) -> None:
    post(signed_in("rina"), number, "teruskan", agency="dlh", reason="Penyebabnya tumpukan sampah.")
    text = page(signed_in("dimas"), number)
    assert "Diteruskan ke Dinas Lingkungan Hidup" in text
    assert "Penyebabnya tumpukan sampah." in text


def test_a_doubtful_category_can_be_confirmed(signed_in: SignIn, number: str) -> None:
    with db.transaction() as tx:
        tx.scalars(select(Report)).one().needs_review = True
    client = signed_in("rina")
    assert "masih dugaan mesin" in page(client, number)
    post(client, number, "kategori", category="jalan_rusak")
    assert not report(number).needs_review


def test_those_who_only_read_see_no_form(signed_in: SignIn, number: str) -> None:
    for username in ("walikota", "admin"):
        text = page(signed_in(username), number)
        assert "Aspal di tikungan" in text
        forms = re.findall(r'(?:action|hx-post)="([^"]+)"', text)
        assert not [way for way in forms if f"/petugas/laporan/{number}/" in way]


def test_another_dinas_does_not_find_the_report(signed_in: SignIn, number: str) -> None:
    client = signed_in("dimas")
    assert client.get(f"/petugas/laporan/{number}").status_code == 404
    assert post(client, number, "pesan", jenis="jawab", text="Halo")[0] == 404
    assert post(client, number, "tampilkan", reason="ingin tahu")[0] == 404
    with db.reading() as session:
        assert session.scalars(select(Message)).all() == []
        assert session.scalars(select(Look)).all() == []


def test_who_reported_is_masked_until_asked_for_with_a_reason(signed_in: SignIn, number: str) -> None:
    client = signed_in("rina")
    text = page(client, number)
    assert "Sulastri" not in text
    assert "6281200099123" not in text
    assert "S••••••• W•••••" in text
    _, shown = post(client, number, "tampilkan", reason="Perlu menghubungi pelapor langsung")
    assert "Sulastri Wijaya" in shown
    assert "6281200099123" in shown


def test_every_look_is_kept_with_who_whose_and_why(signed_in: SignIn, number: str) -> None:
    post(signed_in("rina"), number, "tampilkan", reason="Memeriksa laporan ganda")
    with db.reading() as session:
        look = session.scalars(select(Look)).one()
        person = session.scalars(select(Person)).one()
        assert (look.person_id, look.reason) == (person.id, "Memeriksa laporan ganda")
        assert look.officer_id == officer_named(session, "rina").id
        event = session.scalars(select(Event).where(Event.kind == "person_looked_up")).one()
        assert events.reason_of(session, event.seq) == "Memeriksa laporan ganda"
    assert "Sulastri" not in str(event.data)


def test_a_form_sent_without_script_comes_back_to_the_page(signed_in: SignIn, number: str) -> None:
    client = signed_in("rina")
    response = client.post(f"/petugas/laporan/{number}/status", data={"to": "diproses"})
    assert response.status_code == 303
    assert "Status diubah" in client.get(response.headers["Location"]).text


def test_a_picture_is_shown_to_those_who_see_its_report_alone(
    signed_in: SignIn, number: str, app: FastAPI
) -> None:
    sha256 = app.state.media.put(b"gambar")
    with db.transaction() as tx:
        now = clock.now()
        tx.add(Media(sha256=sha256, content_type="image/jpeg", size=6, width=1, height=1, created_at=now))
        tx.flush()
        tx.add(ReportMedia(report_id=report(number).id, sha256=sha256, created_at=now))
    seen = signed_in("rina").get(f"/media/{sha256}")
    assert (seen.status_code, seen.content) == (200, b"gambar")
    assert seen.headers["Cache-Control"] == "no-store"
    assert signed_in("dimas").get(f"/media/{sha256}").status_code == 404
    assert signed_in("rina").get(f"/media/{'0' * 64}").status_code == 404


def test_copies_and_voice_notes_go_to_the_same_officers_and_a_voice_never_as_a_page(
    signed_in: SignIn, number: str, app: FastAPI
) -> None:
    store = app.state.media
    names = {part: store.put(part.encode()) for part in ("asli", "kecil", "samar", "samar kecil", "suara")}
    with db.transaction() as tx:
        now = clock.now()
        shared = {"size": 1, "width": 1, "height": 1, "created_at": now}
        tx.add(Media(sha256=names["suara"], content_type="audio/ogg", **shared))
        tx.add(
            Media(
                sha256=names["asli"], content_type="image/jpeg", thumb_sha256=names["kecil"],
                public_sha256=names["samar"], public_thumb_sha256=names["samar kecil"], **shared,
            )
        )  # fmt: skip
        tx.flush()
        for part in ("asli", "suara"):
            tx.add(ReportMedia(report_id=report(number).id, sha256=names[part], created_at=now))
    rina, dimas = signed_in("rina"), signed_in("dimas")
    for part, sha256 in names.items():
        seen = rina.get(f"/media/{sha256}")
        assert (seen.status_code, seen.content) == (200, part.encode())
        kind, shown = ("audio/ogg", "attachment") if part == "suara" else ("image/jpeg", "inline")
        assert (seen.headers["Content-Type"], seen.headers["Content-Disposition"]) == (kind, shown)
        assert seen.headers["X-Content-Type-Options"] == "nosniff"
        assert dimas.get(f"/media/{sha256}").status_code == 404


def test_a_picture_lost_from_the_store_is_a_404_not_a_crash(signed_in: SignIn, number: str) -> None:
    sha256 = "a" * 64
    with db.transaction() as tx:
        now = clock.now()
        tx.add(Media(sha256=sha256, content_type="image/jpeg", size=6, width=1, height=1, created_at=now))
        tx.flush()
        tx.add(ReportMedia(report_id=report(number).id, sha256=sha256, created_at=now))
    assert signed_in("rina").get(f"/media/{sha256}").status_code == 404
