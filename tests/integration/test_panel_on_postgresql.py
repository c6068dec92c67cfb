"""The officers' pages on PostgreSQL, with what hostile clients send."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from accounts import sessions
from admin_panel.access import COOKIE
from routing.people import misuse
from routing.warnings.alerts import raise_alert
from storage import clock, db
from storage.models import Officer, OfficerSession, Person, Report
from tests.factories import city, panel, reports
from tests.factories.gauges import gauge
from tests.factories.queries import counted


@pytest.fixture
def report(postgres_url: str) -> Iterator[Report]:
    """A report and a gauge's alert in a configured city on PostgreSQL."""
    db.configure(postgres_url)
    now = clock.now()
    with db.transaction() as tx:
        city.load(tx)
        tx.add(Officer(username="op", name="Op", role="operator", agency_code="poc", created_at=now))
        tx.add(Officer(username="adm", name="Adm", role="admin", created_at=now))
        sensor = gauge(
            tx, "uji", name="Pintu Uji", lat=-6.2, lon=107.0, levels={"siaga_3": 200}, last_value=210,
            last_at=now, last_level=3,
        )  # fmt: skip
        raise_alert(tx, stream=sensor, level=3, value=210, at=now, now=now)
        found = reports.filed(tx, now=now - timedelta(hours=2), lat=-6.2282, lon=106.975)
        reports.filed(tx, category="aspirasi", kind="aspirasi", now=now, text="Usul jalur sepeda")
        misuse.note_abuse(tx, tx.get_one(Person, found.person_id), now=now)
    yield found
    db.dispose()


def browser(tmp_path: Path, username: str) -> TestClient:
    with db.transaction() as tx:
        officer = panel.officer_named(tx, username)
        token = sessions.open_session(tx, officer, now=clock.now())
        tx.flush()
        csrf = tx.query(OfficerSession).filter_by(officer_id=officer.id).one().csrf
    client = TestClient(
        panel.application(tmp_path), base_url="https://testserver", raise_server_exceptions=False,
        headers={"Accept": "text/html", "X-CSRF-Token": csrf}, follow_redirects=False,
    )  # fmt: skip
    client.cookies.set(COOKIE, token)
    return client


def test_every_page_comes_from_postgresql_too(report: Report, tmp_path: Path) -> None:
    pages = {
        "op": [
            "/petugas", "/petugas/daftar?terlambat=true&q=aspal&urut=terbaru", "/poc", "/poc/papan",
            "/petugas?privasi=rahasia&urut=dukungan", "/poc/aspirasi", "/admin/penyalahgunaan",
            f"/petugas?laporan={report.number}", f"/petugas/laporan/{report.number}", "/admin/gagal",
        ],
        "adm": ["/admin", "/admin/tenggat", "/admin/pertanyaan", "/admin/pertanyaan/pju"],
    }  # fmt: skip
    for username, paths in pages.items():
        client = browser(tmp_path, username)
        for path in paths:
            piece = {"HX-Request": "true"} if path.startswith("/petugas/daftar") else {}
            assert client.get(path, headers=piece).status_code == 200, path

    client = TestClient(panel.application(tmp_path), base_url="https://testserver")
    assert len(client.get("/api/areas").json()["features"]) == 56


def test_the_maps_data_comes_from_postgresql_too(report: Report, tmp_path: Path) -> None:
    data = browser(tmp_path, "op").get("/poc/peta.json").json()
    assert len(data["reports"]["features"]) == 1  # the gauge's alert is drawn as its gauge
    assert data["gauges"][0]["value"] == 210


def test_an_answer_and_a_move_are_stored_on_postgresql(report: Report, tmp_path: Path) -> None:
    client = browser(tmp_path, "op")
    path = f"/petugas/laporan/{report.number}"
    assert client.post(f"{path}/pesan", data={"jenis": "jawab", "text": "Dicek."}).status_code == 303
    assert client.post(f"{path}/status", data={"to": "diproses"}).status_code == 303
    with db.reading() as session:
        assert session.get_one(Report, report.id).status == "diproses"


HOSTILE = ["%00", "%F0%9F%98%80", "%27%3B--", "%25%5F", "a" * 3000, "..%2F..%2Fetc%2Fpasswd", "%C3%28"]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_in_addresses_are_answered_never_crash(
    report: Report, tmp_path: Path, value: str
) -> None:
    client = browser(tmp_path, "op")
    names = ("status", "kategori", "kelurahan", "dinas", "q", "urut", "hal", "laporan", "privasi")
    paths = [f"/petugas?{name}={value}" for name in names]
    paths += [f"/petugas/laporan/{value}", f"/media/{value}", f"/masuk?lanjut={value}"]
    paths += [f"/poc/aspirasi?tema={value}", f"/admin/pertanyaan/{value}"]
    for path in paths:
        assert client.get(path).status_code < 500, path


@pytest.mark.parametrize("value", ["\x00", "9" * 30, "-1", "😀", "' OR 1=1", "a" * 200_000])
def test_hostile_forms_are_answered_never_crash(report: Report, tmp_path: Path, value: str) -> None:
    operator, admin = browser(tmp_path, "op"), browser(tmp_path, "adm")
    path = f"/petugas/laporan/{report.number}"
    questions = {"ask": "Apa?", "choices": "", "hint": ""}
    terms = ("agency", "first", "resolve", "unit", "proof", "checking")
    tries = [
        (operator, f"{path}/pesan", {"jenis": value, "text": "x"}),
        (operator, f"{path}/status", {"to": value}),
        (operator, f"{path}/kategori", {"category": value}),
        (operator, f"{path}/teruskan", {"agency": value, "reason": "x"}),
        (admin, "/admin/tenggat/pju", dict.fromkeys(terms, value)),
        (admin, "/admin/petugas", {"username": value, "name": value, "role": value, "password": value}),
        (admin, f"/admin/petugas/{'9' * 30}/aktif", {"active": "true"}),
        (admin, f"/admin/gagal/masuk/{'9' * 30}", {}),
        (admin, "/admin/pertanyaan/pju", questions | {"kind": value, "key": value}),
        (operator, f"/admin/penyalahgunaan/{'9' * 30}/blokir", {"reason": value}),
        (operator, f"{path}/hasil", {"foto": value}),
        (operator, "/masuk", {"username": value, "password": value, "csrf": value}),
    ]
    for client, address, data in tries:
        assert 400 <= client.post(address, data=data).status_code < 500, address
    with db.reading() as session:
        assert session.get_one(Report, report.id).status == "menunggu"


def test_a_form_larger_than_any_of_ours_is_refused_by_its_size(report: Report, tmp_path: Path) -> None:
    client = browser(tmp_path, "op")
    data = {"jenis": "jawab", "text": "a" * 1_000_000}
    assert client.post(f"/petugas/laporan/{report.number}/pesan", data=data).status_code == 413


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"--x\r\nContent-Disposition: form-data\r\n\r\n", b""])
def test_a_broken_body_is_refused(report: Report, tmp_path: Path, body: bytes) -> None:
    client = browser(tmp_path, "op")
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data", "application/json", "text/plain"):
        path = f"/petugas/laporan/{report.number}/status"
        response = client.post(path, content=body, headers={"Content-Type": kind})
        assert 400 <= response.status_code < 500, kind


def test_while_the_database_is_away_the_answer_is_503_and_kind(report: Report, tmp_path: Path) -> None:
    client = browser(tmp_path, "op")
    db.configure("postgresql://nobody:nothing@127.0.0.1:1/none")
    response = client.get("/petugas")
    assert response.status_code == 503
    assert "Sedang tidak tersedia" in response.text
    assert response.headers["Retry-After"] == "5"


@pytest.mark.parametrize(
    ("part", "form"),
    [
        ("pesan", {"jenis": "catatan", "text": "Catatan uji."}),
        ("pesan", {"jenis": "jawab", "text": "Kami datangi.", "periksa": "1"}),
        ("pesan", {"jenis": "tanya", "text": "Di sisi mana?", "periksa": "1"}),
        ("status", {"to": "koordinasi", "reason": "Menunggu alat berat.", "periksa": "1"}),
        ("teruskan", {"agency": "dlh", "reason": "Sampahnya yang menumpuk."}),
    ],
)
def test_a_deed_and_the_page_that_answers_it_take_a_dozen_statements(
    report: Report, tmp_path: Path, part: str, form: dict[str, str]
) -> None:
    officer = browser(tmp_path, "op")
    address = f"/petugas/laporan/{report.number}"
    seen = unescape(officer.get(address).text.split('name="versi" value="')[1].split('"')[0])
    with counted() as statements:
        answer = officer.post(
            f"{address}/{part}", data=form | {"versi": seen}, headers={"HX-Request": "true"}
        )
    assert answer.status_code == 200, answer.text[:300]
    assert len(statements) <= 12, f"{len(statements)}\n" + "\n".join(statements)
