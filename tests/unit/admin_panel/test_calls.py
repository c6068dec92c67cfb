"""Who is in danger stands above whatever an operator looks at, until a person has seen to it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from routing.people import calls
from storage import clock, db
from storage.models import Call, Event, Outbox
from tests.factories import people
from tests.unit.admin_panel.conftest import PIECE, SignIn

PAGE = "/petugas/panggilan"


@pytest.fixture
def called(panel_db: None) -> int:
    """Somebody who wishes to die."""
    now = clock.now()
    with db.transaction() as tx:
        person = people.person(tx, now=now)
        person.name = "Sulastri Wijaya"
        return calls.place(tx, person, kind="bunuh_diri", text="aku capek hidup", now=now).id


def call(call_id: int) -> Call:
    with db.reading() as session:
        return session.get_one(Call, call_id)


def test_an_operator_sees_the_words_at_once_and_not_the_name(signed_in: SignIn, called: int) -> None:
    text = signed_in("operator").get(PAGE, headers=PIECE).text
    assert "Ingin mengakhiri hidup" in text
    assert "aku capek hidup" in text
    assert "Sulastri" not in text
    assert 'data-calls="1"' in text


def test_every_page_of_an_operator_listens_and_nobody_elses(signed_in: SignIn, called: int) -> None:
    assert 'hx-get="/petugas/panggilan"' in signed_in("operator").get("/petugas").text
    for other in ("rina", "lurah", "walikota"):
        client = signed_in(other)
        assert PAGE not in client.get("/petugas").text
        assert client.get(PAGE, headers=PIECE).status_code == 403


def test_a_human_answers_and_the_words_go_out_at_once(signed_in: SignIn, called: int) -> None:
    text = (
        signed_in("operator").post(f"{PAGE}/{called}/jawab", data={"text": "Saya Rini, saya di sini."}).text
    )
    assert "Anda tangani" in text
    with db.reading() as session:
        (sent,) = session.scalars(select(Outbox)).all()
    assert sent.key == "notice-operator"
    assert sent.args["text"] == "Saya Rini, saya di sini."
    assert call(called).answered_at is not None


def test_only_a_person_closes_a_call(signed_in: SignIn, called: int) -> None:
    client = signed_in("operator")
    assert "Saya tangani" not in client.post(f"{PAGE}/{called}/ambil").text
    assert "aku capek hidup" not in client.post(f"{PAGE}/{called}/selesai").text
    assert call(called).status == "selesai"
    assert "sudah selesai" in client.post(f"{PAGE}/{called}/ambil").text


def test_the_log_names_the_call_and_neither_words_nor_person(called: int) -> None:
    with db.reading() as session:
        (event,) = session.scalars(select(Event).where(Event.kind == "call_placed")).all()
    assert event.data == {"call": called, "danger": "bunuh_diri"}


def test_more_words_and_a_graver_danger_are_the_same_call(called: int) -> None:
    now = clock.now()
    with db.transaction() as tx:
        person_id = tx.get_one(Call, called).person_id
        person = tx.get_one(people.Person, person_id)
        calls.tell(tx, person, text="di rumah sendirian", now=now)
        assert calls.place(tx, person, kind=calls.HUMAN, now=now).id == called
        later = now + calls.SAME_CALL + timedelta(minutes=1)
        assert calls.place(tx, person, kind="gas", now=later).id != called
    assert [said["text"] for said in call(called).said] == ["aku capek hidup", "di rumah sendirian"]
    assert call(called).kind == "bunuh_diri"


def test_who_does_not_want_to_be_spoken_to_is_no_longer_shown(signed_in: SignIn, called: int) -> None:
    with db.transaction() as tx:
        person = tx.get_one(people.Person, tx.get_one(Call, called).person_id)
        calls.cancel(tx, person, now=clock.now())
    assert "capek hidup" not in signed_in("operator").get(PAGE, headers=PIECE).text


TOLD = {
    "apa": "Terjebak air di lantai dua", "di_mana": "Gang Mawar 3, Margahayu", "telepon": "0812-0000-0000",
    "penerima": "Ibu Dewi", "nomor": "112-778",
}  # fmt: skip


def test_a_call_is_handed_to_112_with_all_they_need_and_stays_until_a_person_closes_it(
    signed_in: SignIn, called: int
) -> None:
    operator = signed_in("operator")
    assert "data-seconds-since" in operator.get(PAGE, headers=PIECE).text
    text = operator.post(f"{PAGE}/{called}/serahkan", data=TOLD).text
    assert "Sudah di 112" in text
    assert "112-778" in text
    kept = call(called)
    assert kept.handover is not None
    assert (kept.handover["taken_by"], kept.handover["where"]) == ("Ibu Dewi", "Gang Mawar 3, Margahayu")
    assert (kept.status, kept.closed_at) == ("diambil", None)
    with db.reading() as session:
        [event] = session.scalars(select(Event).where(Event.kind == "call_handed_over"))
    assert "Mawar" not in str(event.data)


@pytest.mark.parametrize("missing", ["apa", "di_mana", "penerima", "nomor"])
def test_a_hand_over_without_what_112_needs_is_not_kept(signed_in: SignIn, called: int, missing: str) -> None:
    text = signed_in("operator").post(f"{PAGE}/{called}/serahkan", data={**TOLD, missing: " "}).text
    assert "Mohon tuliskan isinya dulu." in text
    assert (call(called).handover, call(called).status) == (None, "terbuka")
