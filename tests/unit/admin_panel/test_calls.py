"""Calls to the operator on the officers' pages."""

import pytest

from admin_panel.calls.routes import KINDS
from routing.people import calls
from storage import clock, db
from storage.models import Call, Outbox
from tests.factories import people
from tests.unit.admin_panel.conftest import SignIn

WORDS = "Tolong, suami saya mengamuk dan memukul"


@pytest.fixture
def call(panel_db: None) -> Call:
    with db.transaction() as tx:
        return calls.place(tx, people.person(tx), kind="kdrt", text=WORDS, now=clock.now())


def test_the_ribbon_is_on_every_page_of_an_operator_without_words(signed_in: SignIn, call: Call) -> None:
    operator = signed_in("operator")
    for path in ("/petugas", "/poc", "/admin/gagal"):
        assert 'hx-get="/panggilan/pita"' in operator.get(path).text
    ribbon = operator.get("/panggilan/pita").text
    assert "Kekerasan di rumah" in ribbon
    assert "data-calling" in ribbon
    assert "suami" not in ribbon
    assert "Ratna" not in ribbon
    assert 'hx-get="/panggilan/pita"' not in signed_in("rina").get("/petugas").text


def test_an_operator_answers_and_the_ribbon_goes(signed_in: SignIn, call: Call) -> None:
    operator = signed_in("operator")
    assert WORDS in operator.get("/panggilan").text
    path = f"/panggilan/{call.id}"
    assert operator.post(f"{path}/jawab", data={"text": " "}).status_code == 422
    assert operator.post(f"{path}/jawab", data={"text": "Saya di sini."}).status_code == 303
    with db.reading() as session:
        assert session.query(Outbox).one().args["text"] == "Saya di sini."
    assert "data-calling" not in operator.get("/panggilan/pita").text
    assert "Anda tangani" in operator.get("/panggilan").text
    operator.post(f"{path}/selesai")
    assert "Tidak ada panggilan" in operator.get("/panggilan").text


def test_what_was_typed_stays_when_a_colleague_was_quicker(signed_in: SignIn, call: Call) -> None:
    signed_in("admin").post(f"/panggilan/{call.id}/ambil")
    response = signed_in("operator").post(f"/panggilan/{call.id}/jawab", data={"text": "Saya bantu."})
    assert response.status_code == 409
    assert "Saya bantu." in response.text


def test_every_kind_of_danger_is_told_in_words(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        for kind in (*KINDS, "baru"):
            calls.place(tx, people.person(tx), kind=kind, now=clock.now())
    page = signed_in("operator").get("/panggilan").text
    assert [name for name in (*KINDS.values(), "Bahaya") if name not in page] == []
