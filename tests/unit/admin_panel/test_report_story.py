"""The report page: who may be seen, what was sent along, what the city told and whether it came."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from admin_panel.report import results as report_results
from routing.city.catalogue import changed
from storage import clock, db, outbox, picture_helper
from storage.media import attach as attach_media
from storage.media import note, put
from storage.models import Category, Look, Media, Outbox, Person, Report, ReportMedia
from storage.notice_kinds import Notice
from storage.pictures import sanitise
from tests.factories import people, reports
from tests.factories.panel import whole_report
from tests.fakes.drawings import encoded, face
from tests.fakes.resident import picture
from tests.unit.admin_panel.conftest import SignIn
from tests.unit.admin_panel.test_report import post
from web.pool import Pool

HTMX = {"HX-Request": "true"}
KRANJI = (-6.2282, 106.975)


@pytest.fixture
def number(panel_db: None) -> str:
    """A road report of an hour ago with a point, by someone whose platform and own name differ."""
    with db.transaction() as tx:
        now = clock.now() - timedelta(hours=1)
        person = people.person(tx, now=now)
        person.name, person.called, person.address = "mawar_77", "Sulastri Wijaya", "6281200099123"
        return reports.filed(tx, by=person, now=now, lat=KRANJI[0], lon=KRANJI[1]).number


def change(number: str, **values: object) -> Report:
    with db.transaction() as tx:
        report = tx.scalars(select(Report).where(Report.number == number)).one()
        for name, value in values.items():
            setattr(report, name, value)
        return report


def page(client: TestClient, number: str) -> str:
    return whole_report(client, number)


def unmask(client: TestClient, number: str) -> tuple[int, str]:
    data = {"reason": "Perlu menghubungi pelapor langsung"}
    answer = client.post(f"/petugas/laporan/{number}/tampilkan", data=data, headers=HTMX)
    return answer.status_code, answer.text


def test_the_name_they_gave_is_masked_and_shown_with_a_reason(signed_in: SignIn, number: str) -> None:
    client = signed_in("rina")
    assert "S••••••• W•••••" in page(client, number)
    _, shown = unmask(client, number)
    assert "Sulastri Wijaya" in shown
    assert "mawar_77" in shown


@pytest.mark.parametrize("username", ["rina", "operator", "walikota", "admin"])
def test_an_anonymous_reporter_is_shown_to_nobody(signed_in: SignIn, number: str, username: str) -> None:
    change(number, privacy="anonim")
    client = signed_in(username)
    shown = page(client, number)
    _, asked = unmask(client, number)
    for text in (shown, asked):
        for word in ("Sulastri", "S•••", "mawar", "m•••", "6281200099123", "•123"):
            assert word not in text
    assert "Anonim" in shown
    assert "/tampilkan" not in shown
    with db.reading() as session:
        assert session.scalars(select(Look)).all() == []


def test_an_anonymous_reporter_can_still_be_answered(signed_in: SignIn, number: str) -> None:
    change(number, privacy="anonim")
    data = {"jenis": "jawab", "text": "Tim datang besok."}
    signed_in("rina").post(f"/petugas/laporan/{number}/pesan", data=data, headers=HTMX)
    with db.reading() as session:
        assert session.scalars(select(Outbox)).one().key == "notice-answer"


def test_a_secret_report_says_that_the_public_does_not_see_it(signed_in: SignIn, number: str) -> None:
    assert "tidak tampil untuk umum" not in page(signed_in("rina"), number)
    change(number, privacy="rahasia")
    assert "tidak tampil untuk umum" in page(signed_in("rina"), number)


def test_one_who_was_erased_leaves_a_report_that_says_so(signed_in: SignIn, number: str) -> None:
    change(number, person_id=None)
    assert "sudah dihapus atas permintaannya" in page(signed_in("rina"), number)


def test_answers_to_the_categorys_questions_stand_under_their_question(
    signed_in: SignIn, number: str
) -> None:
    with db.transaction() as tx:
        category = tx.get_one(Category, "jalan_rusak")
        category.questions = [{"key": "lebar", "ask": "Seberapa lebar lubangnya?", "kind": "text"}]
        changed(tx)
    change(number, facts={"jawaban": {"jumlah_korban": 2, "lebar": "Sekitar satu meter"}})
    text = page(signed_in("rina"), number)
    assert text.index("Seberapa lebar lubangnya?") < text.index("Sekitar satu meter")
    assert text.index("Sekitar satu meter") < text.index("Jumlah korban")  # its question is gone since


def test_support_rating_and_a_forwarded_message_are_told(signed_in: SignIn, number: str) -> None:
    plain = page(signed_in("rina"), number)
    assert "mendukung" not in plain
    assert "pesan terusan" not in plain
    given = {"rating": 4, "rated_at": clock.now(), "status": "ditutup"}
    change(number, supporters=12, facts={"diteruskan": True}, **given)
    text = page(signed_in("rina"), number)
    assert "12 warga mendukung" in text
    assert "Penilaian 4 dari 5" in text
    assert "pesan terusan" in text


def attach(number: str, sha256: str, *, kind: str = "image/jpeg", **more: object) -> None:
    with db.transaction() as tx:
        report = tx.scalars(select(Report).where(Report.number == number)).one()
        now = clock.now()
        tx.add(Media(sha256=sha256, content_type=kind, size=6, width=4, height=3, created_at=now))
        tx.flush()
        tx.add(ReportMedia(report_id=report.id, sha256=sha256, created_at=now, **more))


@pytest.mark.parametrize(
    ("metres_north", "words"),
    [(0, "di lokasi laporan"), (40, "40 m dari lokasi laporan"), (1230, "1,2 km dari lokasi laporan")],
)
def test_what_the_camera_knew_is_a_hint_beside_the_picture(
    signed_in: SignIn, number: str, metres_north: float, words: str
) -> None:
    taken = clock.now().replace(year=2026, month=11, day=21, hour=7, minute=5)
    lat = KRANJI[0] + metres_north / 111_320
    attach(number, "b" * 64, lat=lat, lon=KRANJI[1], taken_at=taken)
    text = page(signed_in("rina"), number)
    assert f"Diambil 21 Nov 2026, 14.05 WIB, {words}" in text
    assert ("is-far" in text) is (metres_north > 500)


@pytest.mark.parametrize(
    ("degrees", "where"),
    [(0.0, "utara"), (22.4, "utara"), (47.5, "timur laut"), (181.0, "selatan"), (338.0, "utara"), (None, "")],
)
def test_where_the_camera_looked_is_said_by_the_compass(
    signed_in: SignIn, number: str, degrees: float | None, where: str
) -> None:
    attach(number, "b" * 64, direction=degrees)
    text = page(signed_in("rina"), number)
    assert (f"Diambil menghadap {where}<" in text) if where else ("menghadap" not in text)


def test_a_voice_note_can_be_played(signed_in: SignIn, number: str) -> None:
    attach(number, "c" * 64, kind="audio/ogg")
    client = signed_in("rina")
    shown = client.get(f"/petugas/laporan/{number}")
    assert f'<audio controls preload="none" src="/media/{"c" * 64}"' in shown.text
    assert "media-src 'self'" in shown.headers["Content-Security-Policy"]


def test_every_notice_stands_with_how_far_it_came(signed_in: SignIn, number: str) -> None:
    client = signed_in("rina")
    client.post(f"/petugas/laporan/{number}/status", data={"to": "diproses"}, headers=HTMX)
    assert "Perubahan status" in (text := page(client, number))
    assert "belum terkirim" in text
    with db.transaction() as tx:
        tx.scalars(select(Outbox)).one().status = "delivered"
    assert "belum terkirim" not in (text := page(client, number))
    assert "sampai</span>" in text


def test_news_to_supporters_are_counted_and_nobody_is_named(signed_in: SignIn, number: str) -> None:
    with db.transaction() as tx:
        report = tx.scalars(select(Report).where(Report.number == number)).one()
        for status in ("delivered", "delivered", "failed"):
            someone = people.person(tx, now=clock.now())
            someone.name = "Pendukung Setia"
            row = outbox.put(
                tx, person=someone, now=clock.now(), key=Notice.STATUS, args={}, report_id=report.id
            )  # fmt: skip
            tx.get_one(Outbox, row.id).status = status
    text = " ".join(page(signed_in("rina"), number).split())
    assert "Kabar ke 3 pendukung: 2 sampai, 1 gagal" in text
    assert "Pendukung" not in text.replace("pendukung", "")


def upload(client: TestClient, number: str, *raw: bytes) -> tuple[int, str]:
    files = [("foto", (f"{n}.jpg", content, "image/jpeg")) for n, content in enumerate(raw)]
    address = f"/petugas/laporan/{number}/hasil"
    answer = client.post(address, files=files, headers={"Accept": "application/json"})
    return answer.status_code, answer.json().get("detail", "")


def results(number: str) -> list[str]:
    with db.reading() as session:
        found = select(ReportMedia.sha256).join(Report, Report.id == ReportMedia.report_id)
        return list(session.scalars(found.where(Report.number == number, ReportMedia.purpose == "hasil")))


def test_a_photo_of_the_finished_work_stands_beside_the_residents(
    signed_in: SignIn, number: str, app: FastAPI
) -> None:
    attach(number, "d" * 64)
    client = signed_in("rina")
    assert upload(client, number, picture()) == (201, "")
    (sha256,) = results(number)
    assert app.state.media.open(sha256)
    text = page(client, number)
    assert text.index("Sebelum") < text.index("Sesudah")


def test_an_officers_photo_does_not_wait_behind_residents_pictures(
    signed_in: SignIn, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with picture_helper._helpers["residents"].lock:  # busy for as long as we like
        assert upload(signed_in("rina"), number, picture()) == (201, "")
    monkeypatch.setattr(report_results, "decoding", Pool("full", workers=1, queue=-1))
    status, sentence = upload(signed_in("rina"), number, picture())
    assert (status, "Coba lagi" in sentence) == (429, True)


def test_photo_words_and_the_end_are_one_act(signed_in: SignIn, number: str) -> None:
    client = signed_in("rina")
    address = f"/petugas/laporan/{number}/hasil"
    words = {"reason": "Sudah kami tambal pagi ini.", "selesai": "ya"}
    files = [("foto", ("a.jpg", picture(), "image/jpeg"))]
    done = client.post(address, data=words, files=files)
    assert done.status_code == 303
    with db.reading() as session:
        report = session.scalars(select(Report).where(Report.number == number)).one()
        assert report.status in ("selesai", "diperiksa")
    assert len(results(number)) == 1


def test_words_that_promise_without_a_date_are_looked_at_again_and_the_photo_stays(
    signed_in: SignIn, number: str
) -> None:
    client = signed_in("rina")
    files = [("foto", ("a.jpg", picture(), "image/jpeg"))]
    words = {"reason": "Nanti akan kami perbaiki secepatnya.", "selesai": "ya"}
    again = client.post(f"/petugas/laporan/{number}/hasil", data=words, files=files)
    assert again.status_code == 409
    assert "Nanti akan kami perbaiki secepatnya." in again.text
    assert len(results(number)) == 1


def test_what_is_odd_about_a_photo_is_told_to_who_checks_and_not_to_who_took_it(
    signed_in: SignIn, number: str, app: FastAPI
) -> None:
    street = face(160)
    sent = sanitise(encoded(street))
    with db.transaction() as tx:
        report = tx.scalars(select(Report).where(Report.number == number)).one()
        note(tx, put(app.state.media, sent), sent, now=clock.now())
        attach_media(tx, report, put(app.state.media, sent), now=clock.now())
    again = encoded(street.resize((150, 150)), quality=60)  # as a messenger sends it on
    assert upload(signed_in("rina"), number, again) == (201, "")
    odd = "Hampir sama dengan foto yang dikirim warga"
    assert odd not in signed_in("rina").get(f"/petugas/laporan/{number}").text
    post(signed_in("rina"), number, "status", to="selesai", reason="Sudah ditambal hari ini.")
    page = signed_in("rina").get(f"/petugas/laporan/{number}").text
    assert odd not in page
    assert "Menunggu kepala kantor atau operator" in page
    operator = signed_in("operator")
    assert odd in operator.get(f"/petugas/laporan/{number}").text
    _, shown = post(operator, number, "pratinjau", jenis="terima")
    assert "Sudah ditambal hari ini." in shown
    post(operator, number, "periksa", putusan="terima")
    assert "Selesai" in operator.get(f"/petugas/laporan/{number}").text


@pytest.mark.parametrize(
    ("raw", "words"),
    [(b"<svg/>", "bukan foto"), (b"\xff\xd8\xff\xe0 separuh", "foto"), (b"", "foto")],
    ids=["svg", "cut off", "empty"],
)
def test_a_file_that_is_no_photo_is_refused_with_a_sentence(
    signed_in: SignIn, number: str, raw: bytes, words: str
) -> None:
    status, sentence = upload(signed_in("rina"), number, raw)
    assert status == 422
    assert words in sentence.lower()
    assert results(number) == []


def test_no_more_than_five_photos_of_the_work_are_kept(signed_in: SignIn, number: str) -> None:
    client = signed_in("rina")
    assert upload(client, number, *[picture()] * 6)[0] == 422
    assert results(number) == []


def test_photos_of_the_work_are_the_own_dinas_alone_and_not_for_a_closed_report(
    signed_in: SignIn, number: str
) -> None:
    assert upload(signed_in("dimas"), number, picture())[0] == 404
    change(number, status="ditutup")
    status, sentence = upload(signed_in("rina"), number, picture())
    assert (status, "selama laporan masih ditangani" in sentence) == (422, True)
    assert results(number) == []


def test_without_script_the_form_comes_back_to_the_page(signed_in: SignIn, number: str) -> None:
    client = signed_in("rina")
    # As a browser sends two file fields of which one was left empty.
    part = (
        b'--x\r\nContent-Disposition: form-data; name="foto"; filename="%b"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n"
    )
    body = part % b"" + b"\r\n" + part % b"a.jpg" + picture() + b"\r\n--x--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = client.post(f"/petugas/laporan/{number}/hasil", content=body, headers=headers)
    assert answer.headers["Location"] == f"/petugas/laporan/{number}?kabar=hasil"
    assert len(results(number)) == 1


def test_a_resident_who_cannot_be_reached_is_said_so_even_when_anonymous(
    signed_in: SignIn, number: str
) -> None:
    change(number, privacy="anonim")
    with db.transaction() as tx:
        tx.scalars(select(Person)).one().unreachable_at = clock.now()
    assert "Warga menutup obrolan ini" in page(signed_in("rina"), number)
