"""Configuration: officers, terms, dead letters."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from routing.city.catalogue import catalogue
from storage import clock, db, inbox, outbox
from storage.clock import LOCAL
from storage.models import Category, Event, Inbox, Officer, Outbox, Report
from tests.factories import people, reports
from tests.factories.panel import officer_named
from tests.factories.queries import counted
from tests.unit.admin_panel.conftest import SignIn

NEW = {"username": "sari.d", "name": "Sari Dewi", "role": "petugas", "agency": "dlh"}


def officer(username: str) -> Officer:
    with db.reading() as session:
        return officer_named(session, username)


def test_an_officer_made_here_gets_a_link_and_no_password(signed_in: SignIn) -> None:
    response = signed_in("admin").post("/admin/petugas", data=NEW)
    assert (response.status_code, "/masuk/tautan#" in response.text) == (201, True)
    made = officer("sari.d")
    assert (made.role, made.agency_code, made.active) == ("petugas", "dlh", True)
    assert made.password_hash is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"username": "rina"}, "sudah dipakai"),
        ({"username": "a b"}, "Nama pengguna 3–60"),
        ({"name": " "}, "Nama petugas perlu diisi"),
        ({"role": "raja"}, "Pilih salah satu peran"),
        ({"agency": ""}, "perlu dinas atau kelurahan"),
        ({"agency": "tidak_ada"}, "perlu dinas atau kelurahan"),
    ],
)
def test_an_officer_who_cannot_be_is_refused_with_the_reason(
    signed_in: SignIn, change: dict[str, str], words: str
) -> None:
    response = signed_in("admin").post("/admin/petugas", data=NEW | change)
    assert response.status_code == 422
    assert words in response.text
    kept = (NEW | change)["username"]
    assert f'value="{kept}"' in response.text  # what was typed is still there
    with db.reading() as session:
        assert session.scalar(select(Officer).where(Officer.name == "Sari Dewi")) is None


def test_a_thousand_officers_are_paged_and_found_by_words(signed_in: SignIn) -> None:
    with db.transaction() as tx:
        tx.add_all(
            Officer(
                username=f"warga{n:04}", name=f"Pegawai {n:04}", role="petugas", agency_code="dlh",
                email=f"pegawai{n:04}@kota.go.id", active=n % 10 > 0, created_at=clock.now(),
            )
            for n in range(120)
        )  # fmt: skip
    admin, names, page, asked = signed_in("admin"), [], "/admin", 0
    while page:
        with counted() as statements:
            text = admin.get(page).text
        assert len(statements) <= 12
        asked += 1
        names += re.findall(
            r'<p class="font-semibold">([^<]+?)(?: <span|</p>)', text.split('<ul class="grid')[1]
        )
        following = re.search(r'rel="next" href="([^"]+)"', text)
        page = following[1].replace("&amp;", "&") if following else ""
    assert asked == 3
    assert len(names) == len(set(names)) == 128
    assert names[:108] == sorted(names[:108])  # those let go stand behind the others
    found = admin.get("/admin", params={"cari": "0042 lingkungan"}).text
    assert re.findall(r"warga\d+", found) == ["warga0042"]
    assert "Tidak ada petugas yang cocok" in admin.get("/admin", params={"cari": "0042 %"}).text


def test_who_moves_to_another_office_leaves_the_reports_and_the_session(signed_in: SignIn) -> None:
    with db.transaction() as tx:
        report = reports.filed(tx, now=clock.now(), category="jalan_rusak")
        report.holder_id = officer_named(tx, "rina").id
    rina, admin = signed_in("rina"), signed_in("admin")
    path = f"/admin/petugas/{officer('rina').id}/tugas"
    admin.post(path, data={"name": "Rina Baru", "role": "petugas", "agency": "dbmsda"})
    assert (officer("rina").name, rina.get("/petugas").status_code) == ("Rina Baru", 200)
    for data, said in (
        ({"role": "petugas", "agency": ""}, "perlu dinas atau kelurahan"),
        ({"role": "raja", "agency": "dlh"}, "Pilih salah satu peran"),
        ({"role": "operator", "agency": "tidak_ada"}, "Kantor itu tidak ada"),
    ):
        answer = admin.post(path, data={"name": "Rina", **data})
        assert (answer.status_code, said in answer.text) == (422, True)
    back = admin.post(
        path, data={"name": "Rina Baru", "role": "kepala", "agency": "dlh", "cari": "rina & co"}
    )
    assert back.headers["location"] == "/admin?kabar=tugas&cari=rina+%26+co"
    moved = officer("rina")
    assert (moved.role, moved.agency_code) == ("kepala", "dlh")
    assert rina.get("/petugas").status_code == 303
    with db.reading() as session:
        assert session.get_one(Report, report.id).holder_id is None
    own = admin.post(f"/admin/petugas/{officer('admin').id}/tugas", data={"name": "A", "role": "pimpinan"})
    assert (own.status_code, officer("admin").role) == (422, "admin")


def test_one_who_is_let_go_gets_no_link(signed_in: SignIn) -> None:
    admin, path = signed_in("admin"), f"/admin/petugas/{officer('rina').id}"
    admin.post(f"{path}/aktif", data={"active": "false"})
    response = admin.post(f"{path}/tautan")
    assert (response.status_code, "tautan#" in response.text) == (422, False)


def test_one_who_is_let_go_is_out_at_once_and_may_come_back(signed_in: SignIn) -> None:
    rina, admin = signed_in("rina"), signed_in("admin")
    path = f"/admin/petugas/{officer('rina').id}/aktif"
    admin.post(path, data={"active": "false"})
    assert rina.get("/petugas").status_code == 303
    admin.post(path, data={"active": "true"})
    assert officer("rina").active


def test_nobody_locks_themselves_out(signed_in: SignIn) -> None:
    admin = signed_in("admin")
    response = admin.post(f"/admin/petugas/{officer('admin').id}/aktif", data={"active": "false"})
    assert "Akun sendiri tidak bisa dinonaktifkan." in response.text
    assert officer("admin").active


def test_what_an_admin_does_is_in_the_log_without_names(signed_in: SignIn) -> None:
    signed_in("admin").post("/admin/petugas", data=NEW)
    with db.reading() as session:
        event = session.scalars(select(Event).where(Event.kind == "officer_created")).one()
    assert event.actor == f"petugas:{officer('admin').id}"
    assert "Sari" not in str(event.data)


TERMS = {
    "agency": "dishub", "first": "2", "resolve": "48", "unit": "jam", "proof": "selalu", "checking": "tidak",
}  # fmt: skip


def test_new_terms_hold_for_what_is_filed_from_now_on(signed_in: SignIn, panel_db: None) -> None:
    now = clock.now()
    with db.transaction() as tx:
        before = reports.filed(tx, category="pju", now=now)
    signed_in("admin").post("/admin/tenggat/pju", data=TERMS)
    with db.transaction() as tx:
        after = reports.filed(tx, category="pju", now=now)
    assert (after.agency_code, after.resolve_due) == ("dishub", now + timedelta(hours=48))
    with db.reading() as session:
        same = session.get_one(Report, before.id)
        assert (same.agency_code, same.resolve_due) == (before.agency_code, before.resolve_due)
        assert catalogue(session).categories["pju"].first_answer.amount == 2


def test_a_category_may_count_in_office_hours(signed_in: SignIn, panel_db: None) -> None:
    admin = signed_in("admin")
    assert 'value="jam_kerja"' in admin.get("/admin/tenggat").text
    wanted = TERMS | {"unit": "jam_kerja", "first": "4", "resolve": "8"}
    assert admin.post("/admin/tenggat/pju", data=wanted).status_code == 303
    late = datetime(2026, 11, 27, 15, 0, tzinfo=LOCAL)  # Friday, an hour before closing
    with db.transaction() as tx:
        report = reports.filed(tx, category="pju", now=late)
    assert report.first_answer_due == datetime(2026, 11, 30, 10, 30, tzinfo=LOCAL)


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "abad"},
        {"first": "0"},
        {"first": "49"},
        {"resolve": "99999"},
        {"agency": "tidak_ada"},
        {"first": "x"},
    ],
)
def test_terms_that_cannot_be_are_refused(signed_in: SignIn, change: dict[str, str]) -> None:
    with db.reading() as session:
        before = session.get_one(Category, "pju").resolve_amount
    assert signed_in("admin").post("/admin/tenggat/pju", data=TERMS | change).status_code == 422
    with db.reading() as session:
        assert session.get_one(Category, "pju").resolve_amount == before


def test_an_unknown_category_or_officer_is_a_404(signed_in: SignIn) -> None:
    admin = signed_in("admin")
    assert admin.post("/admin/tenggat/tidak_ada", data=TERMS).status_code == 404
    assert admin.post("/admin/petugas/9999/tautan").status_code == 404


@pytest.fixture
def dead(panel_db: None) -> tuple[int, int]:
    """One dead incoming message and one failed outgoing one; their ids."""
    now = clock.now()
    with db.transaction() as tx:
        came, _ = inbox.add(tx, channel="web", external_id="1", sender="a", payload={}, now=now)
        row = tx.get_one(Inbox, came)
        row.status, row.error, row.attempts = "dead", "pemahaman macet", 5
        sent = outbox.put(tx, person=people.person(tx), text="Halo", now=now)
        went = tx.get_one(Outbox, sent.id)
        went.status, went.error = "failed", "obrolan ditutup warga"
        return came, went.id


def test_dead_letters_are_listed_with_their_reason(signed_in: SignIn, dead: tuple[int, int]) -> None:
    page = signed_in("operator").get("/admin/gagal").text
    assert "pemahaman macet" in page
    assert "obrolan ditutup warga" in page


def test_a_dead_letter_can_be_tried_again(signed_in: SignIn, dead: tuple[int, int]) -> None:
    client = signed_in("operator")
    client.post(f"/admin/gagal/masuk/{dead[0]}")
    client.post(f"/admin/gagal/keluar/{dead[1]}")
    with db.reading() as session:
        assert session.get_one(Inbox, dead[0]).status == "new"
        assert session.get_one(Outbox, dead[1]).status == "queued"
    assert "Tidak ada pesan gagal" in client.get("/admin/gagal").text


def test_trying_again_what_is_no_longer_dead_says_so(signed_in: SignIn, dead: tuple[int, int]) -> None:
    client = signed_in("operator")
    client.post(f"/admin/gagal/masuk/{dead[0]}")
    again = client.post(f"/admin/gagal/masuk/{dead[0]}")
    assert again.headers["Location"] == "/admin/gagal?kabar=tetap"


HEADED = "username;name;role;agency;email\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "Pilih berkasnya dulu"),
        ("nama\nSri\n", "kolom username"),
        (HEADED, "Tidak ada petugas"),
        (f"{HEADED}sri;Sri Rahayu;petugas;dlh;\nani;Ani;raja;dlh;\n", "Baris 3:"),
    ],
)
def test_a_table_with_a_fault_invites_nobody(signed_in: SignIn, content: str, told: str) -> None:
    page = signed_in("admin").post("/admin/petugas/impor", files={"berkas": ("petugas.csv", content)})
    assert (page.status_code, told in page.text) == (422, True)
    with db.reading() as session:
        assert session.scalar(select(Officer.id).where(Officer.username == "sri")) is None


def test_everybody_of_a_table_is_invited_with_a_link_shown_once(signed_in: SignIn) -> None:
    admin = signed_in("admin")
    table = f"{HEADED}sri;Sri Rahayu;Petugas;dlh;sri@kota.example\nbudi;Budi;operator;;\n"
    page = admin.post("/admin/petugas/impor", files={"berkas": ("petugas.csv", table)})
    assert (page.status_code, "2 petugas diundang" in page.text) == (201, True)
    assert len(set(re.findall(r"/masuk/tautan#([\w-]+)", page.text))) == 2
    assert page.headers["Cache-Control"] == "no-store"
    assert "/masuk/tautan#" not in admin.get("/admin").text
