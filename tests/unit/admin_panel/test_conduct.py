"""The misuse page: who is on it, what of them is seen, and what an operator can do."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from routing.people import misuse
from storage import clock, db, inbox
from storage.models import Event, Look, Outbox, Person
from tests.factories import people
from tests.unit.admin_panel.conftest import SignIn

PAGE = "/admin/penyalahgunaan"
ABUSE = "Dasar anjing kalian, telepon saya di 081234567890"


@pytest.fixture
def flagged(panel_db: None) -> int:
    """A person who wrote one abusive message and a harmless one."""
    now = clock.now()
    with db.transaction() as tx:
        person = people.person(tx, now=now)
        person.name = "Sulastri Wijaya"
        for number, text in enumerate((ABUSE, "Lampu jalan mati di gang melati")):
            payload = {"message": {"text": text, "from": {"id": 1}}}
            inbox.add(
                tx, channel=person.channel, external_id=str(number), sender=person.address, payload=payload,
                now=now,
            )  # fmt: skip
        misuse.note_abuse(tx, person, now=now)
        return person.id


def person(person_id: int) -> Person:
    with db.reading() as session:
        return session.get_one(Person, person_id)


def say(client: TestClient, person_id: int, deed: str, reason: str = "") -> tuple[int, str]:
    answer = client.post(f"{PAGE}/{person_id}/{deed}", data={"reason": reason}, follow_redirects=True)
    return answer.status_code, answer.text


def test_an_empty_list_says_so(signed_in: SignIn) -> None:
    assert "Tidak ada warga yang ditandai" in signed_in("operator").get(PAGE).text


def test_neither_name_nor_words_are_shown_until_asked_for(signed_in: SignIn, flagged: int) -> None:
    text = signed_in("operator").get(PAGE).text
    assert "S••••••• W•••••" in text
    assert "D•••• a•••••" in text
    for hidden in ("Sulastri", "anjing", "081234567890", "gang melati"):
        assert hidden not in text


def test_looking_at_the_words_needs_a_reason_and_is_kept(signed_in: SignIn, flagged: int) -> None:
    client = signed_in("operator")
    assert say(client, flagged, "lihat", "  ")[0] == 422
    status, text = say(client, flagged, "lihat", "Menilai apakah perlu diblokir")
    assert status == 200
    assert "Dasar anjing kalian" in text
    for hidden in ("081234567890", "gang melati", "Sulastri"):
        assert hidden not in text
    assert "Data pribadi dibuka" in text
    assert "anjing" not in client.get(PAGE).text
    with db.reading() as session:
        (look,) = session.scalars(select(Look)).all()
        assert (look.person_id, look.report_id) == (flagged, None)
        assert look.reason == "Menilai apakah perlu diblokir"
        event = session.scalars(select(Event).where(Event.kind == "person_looked_up")).one()
    assert event.data == {"person_id": flagged}


def test_blocking_needs_a_reason_which_the_resident_is_told(signed_in: SignIn, flagged: int) -> None:
    client = signed_in("operator")
    assert say(client, flagged, "blokir", " ")[0] == 422
    assert person(flagged).blocked_at is None
    _, text = say(client, flagged, "blokir", "Ancaman kepada petugas lapangan.")
    assert "Diblokir" in text
    assert "Ancaman kepada petugas lapangan." in text
    with db.reading() as session:
        assert session.scalars(select(Outbox)).one().args["reason"] == "Ancaman kepada petugas lapangan."
    assert say(client, flagged, "blokir", "Lagi")[0] == 409


def test_one_who_is_let_in_again_leaves_the_list_and_stays_in_the_log(
    signed_in: SignIn, flagged: int
) -> None:
    client = signed_in("admin")
    say(client, flagged, "blokir", "Ancaman.")
    _, text = say(client, flagged, "buka")
    assert person(flagged).blocked_at is None
    assert f'id="warga-{flagged}"' not in text
    assert "Blokir dibuka</span>" in text


def test_a_flag_without_cause_is_taken_off(signed_in: SignIn, flagged: int) -> None:
    _, text = say(signed_in("operator"), flagged, "bersih")
    assert person(flagged).flagged_at is None
    assert "Tidak ada warga yang ditandai" in text


def test_nobody_outside_the_list_can_be_looked_at_or_blocked(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        harmless = people.person(tx).id
    client = signed_in("operator")
    for deed in ("lihat", "blokir", "buka", "bersih"):
        assert say(client, harmless, deed, "ingin tahu")[0] == 404
    with db.reading() as session:
        assert session.scalars(select(Look)).all() == []
