"""The chain's page, looks at personal data, requests and breaches."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text

from routing.people import cases, looks
from storage import db, events
from storage.db import reading, transaction
from storage.event_kinds import EventKind
from storage.models import DataCase, Event, Look, Person
from tests.factories import people, reports
from tests.factories.panel import whole_report
from tests.unit.admin_panel.conftest import PIECE, SignIn


@pytest.fixture
def person(panel_db: None) -> Person:
    with transaction() as tx:
        made = people.person(tx, channel="whatsapp")
        made.name, made.address = "Zulkenari Widyatama", "6281200112233"
        reports.filed(tx, by=made)
    return made


def test_the_page_says_that_the_log_is_whole_and_names_the_first_bad_event(
    signed_in: SignIn, person: Person
) -> None:
    client = signed_in("admin")
    assert "Belum pernah diperiksa" in client.get("/admin/jejak").text
    assert "Rantai utuh" in client.post("/admin/jejak/periksa", follow_redirects=True).text
    head = client.get("/admin/jejak/kepala.json").json()
    assert head["size"] >= 1
    with db.engine().begin() as connection:
        connection.execute(text("UPDATE event SET actor = 'petugas:9' WHERE kind = 'report_filed'"))
    page = client.post("/admin/jejak/periksa", follow_redirects=True).text
    assert "Rantai tidak utuh" in page
    with reading() as session:
        alarm = session.scalars(select(Event).where(Event.kind == EventKind.TRACE_BROKEN)).one()
        bad = session.scalars(select(Event.seq).where(Event.kind == "report_filed")).first()
    assert alarm.data["seq"] == bad
    assert f">{bad}</b>" in page


def test_the_reports_page_shows_its_proof_and_a_broken_link(signed_in: SignIn, person: Person) -> None:
    client = signed_in("operator")
    number = re.search(r"BKS-\d{4}-\d+", client.get("/petugas/daftar", headers=PIECE).text)
    assert number is not None
    assert "Rantai utuh" in whole_report(client, number[0])
    assert client.get(f"/petugas/jejak/{number[0]}.json").json()["laporan"] == number[0]
    assert client.get("/petugas/jejak/BKS-2611-99999.json").status_code == 404
    with db.engine().begin() as connection:
        connection.execute(text("UPDATE event SET actor = 'petugas:9' WHERE kind = 'report_filed'"))
    assert "Rantai tidak utuh" in whole_report(client, number[0])


@pytest.mark.parametrize("words", ["zulken", "0812 0011 2233", "+62 812-0011-2233", "00112233"])
def test_a_search_needs_a_reason_and_is_told_to_whom_it_found(
    signed_in: SignIn, person: Person, words: str
) -> None:
    client = signed_in("admin")
    with reading() as session:
        before = events.last_seq(session)
    refused = client.post("/admin/data-pribadi/cari", data={"words": words, "reason": " "})
    assert refused.status_code == 422
    assert f"warga no. {person.id}" not in refused.text
    asked = {"words": words, "reason": "Permintaan salinan data"}
    found = client.post("/admin/data-pribadi/cari", data=asked)
    assert f"warga no. {person.id}" in found.text
    assert "Widyatama" not in found.text
    with reading() as session:
        kinds = [event.kind for event in events.after(session, before)]
        assert kinds == ["person_searched", "person_looked_up"]
        assert events.reason_of(session, before + 1) == "Permintaan salinan data"
        assert words not in str([event.data for event in events.after(session, before)])
        seen = looks.of_person(session, session.get_one(Person, person.id))
    assert [(one.role, one.agency) for one in seen] == [("admin", "")]


@pytest.mark.parametrize("words", ["", "zu", "%", "%%%", "___", "\x00\x00\x00\x00"])
def test_a_search_for_everybody_finds_nobody(signed_in: SignIn, person: Person, words: str) -> None:
    asked = {"words": words, "reason": "Pelanggaran data"}
    page = signed_in("admin").post("/admin/data-pribadi/cari", data=asked)
    assert f"warga no. {person.id}" not in page.text


def test_an_export_for_a_person_is_kept_with_its_reason(signed_in: SignIn, person: Person) -> None:
    client, path = signed_in("admin"), f"/admin/data-pribadi/warga/{person.id}/unduh"
    assert client.post(path, data={"reason": ""}).status_code == 422
    with reading() as session:
        assert session.scalars(select(Look)).all() == []
    held = client.post(path, data={"reason": "Permintaan salinan data"})
    assert held.json()["orang"]["name"] == "Zulkenari Widyatama"
    assert [seen["peran"] for seen in held.json()["dilihat_petugas"]] == ["admin"]
    assert "Petugas Admin" not in held.text
    with reading() as session:
        assert session.scalars(select(Event).where(Event.kind == EventKind.DATA_EXPORTED)).one()
    assert client.post("/admin/data-pribadi/warga/999999/unduh", data={"reason": "x"}).status_code == 404


def test_opening_a_reporter_is_an_event_with_its_reason(signed_in: SignIn, person: Person) -> None:
    client = signed_in("operator")
    number = re.search(r"BKS-\d{4}-\d+", client.get("/petugas/daftar", headers=PIECE).text)
    assert number is not None
    client.post(f"/petugas/laporan/{number[0]}/tampilkan", data={"reason": "Diminta oleh pelapor"})
    with reading() as session:
        event = session.scalars(select(Event).where(Event.kind == EventKind.PERSON_LOOKED_UP)).one()
        assert events.reason_of(session, event.seq) == "Diminta oleh pelapor"


def write_down(client: TestClient, **more: str) -> tuple[int, str]:
    fields = {"kind": "pelanggaran", "data": "nomor telepon", "happened": "surel salah kirim",
              "affected": "12 warga", "measures": "surel ditarik"} | more  # fmt: skip
    answer = client.post("/admin/data-pribadi", data=fields, follow_redirects=True)
    return answer.status_code, answer.text


def test_a_breach_is_written_down_with_its_clock_and_letters_and_ends_with_what_was_done(
    signed_in: SignIn, panel_db: None
) -> None:
    client = signed_in("admin")
    status, page = write_down(client)
    assert (status, "Pelanggaran data" in page, "Surat untuk lembaga" in page) == (200, True, True)
    with reading() as session:
        case = session.scalars(select(DataCase)).one()
    path = f"/admin/data-pribadi/{case.id}/selesai"
    assert client.post(path, data={"outcome": ""}).status_code == 422
    assert "Semua diberi tahu." in client.post(
        path, data={"outcome": "Semua diberi tahu."}, follow_redirects=True
    ).text  # fmt: skip
    assert client.post(path, data={"outcome": "Lagi"}).status_code == 409
    assert client.post("/admin/data-pribadi/999/selesai", data={"outcome": "x"}).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "lain"}, {"data": ""}, {"found_at": "kemarin"}, {"found_at": "9999-12-31T23:59"},
     {"found_at": "0001-01-01T00:00"}, {"measures": "x" * 3000}],
)  # fmt: skip
def test_what_cannot_be_written_down_is_refused_in_a_sentence(
    signed_in: SignIn, panel_db: None, wrong: dict[str, str]
) -> None:
    status, page = write_down(signed_in("admin"), **wrong)
    assert status == 422
    assert 'class="notice' in page
    with reading() as session:
        assert session.scalars(select(DataCase)).all() == []


def test_after_48_hours_the_bell_rings_for_who_must_act_until_the_case_is_closed(
    signed_in: SignIn, panel_db: None
) -> None:
    admin = signed_in("admin")
    write_down(admin)
    assert "alarm" not in admin.get("/petugas/peringatan/jumlah", headers=PIECE).text
    with transaction() as tx:
        case = tx.scalars(select(DataCase)).one()
        case.found_at -= cases.ALARM
        case.due_at -= cases.ALARM
    assert "1 alarm data pribadi" in admin.get("/petugas/peringatan/jumlah", headers=PIECE).text
    page = admin.get("/petugas/peringatan").text
    assert f'href="/admin/data-pribadi#kasus-{case.id}"' in page
    operator = signed_in("operator")
    assert "1 alarm data pribadi" in operator.get("/petugas/peringatan/jumlah", headers=PIECE).text
    told = operator.get("/petugas/peringatan").text
    assert "Hubungi admin" in told
    assert "/admin/data-pribadi" not in told
    assert "alarm" not in signed_in("rina").get("/petugas/peringatan/jumlah", headers=PIECE).text
    operator.post("/petugas/peringatan/dibaca")  # reading is not acting
    assert "1 alarm" in signed_in("admin").get("/petugas/peringatan/jumlah", headers=PIECE).text
    admin = signed_in("admin")
    admin.post(f"/admin/data-pribadi/{case.id}/selesai", data={"outcome": "Semua diberi tahu."})
    assert "alarm" not in admin.get("/petugas/peringatan/jumlah", headers=PIECE).text


def test_a_request_to_erase_is_done_from_the_register(signed_in: SignIn, person: Person) -> None:
    admin = signed_in("admin")
    asked = {"kind": "permintaan", "who": "Zulkenari, lewat surat", "wanted": "Hapus data saya"}
    admin.post("/admin/data-pribadi", data=asked)
    with reading() as session:
        case = session.scalars(select(DataCase)).one()
    found = admin.post(
        "/admin/data-pribadi/cari", data={"words": "zulken", "reason": "Permintaan penghapusan data"}
    )
    path = f"/admin/data-pribadi/warga/{person.id}/hapus"
    assert f'action="{path}"' in found.text
    assert admin.post(path, data={"kasus": case.id}).status_code == 422
    page = admin.post(path, data={"kasus": case.id, "yakin": "ya"}, follow_redirects=True).text
    assert "warganya diberi tahu" in page
    assert "Zulkenari" not in page
    assert admin.post(path, data={"kasus": case.id, "yakin": "ya"}).status_code == 409
    assert admin.post(path, data={"kasus": 999, "yakin": "ya"}).status_code == 404
    with reading() as session:
        assert session.get_one(Person, person.id).name is None
