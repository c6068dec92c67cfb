"""Before anything is done an officer reads what the resident will read; nothing of the try is left."""

import pytest
from sqlalchemy import func, select

from routing.domain.answers import seal
from routing.reports.supporting import support
from storage import clock, db
from storage.models import Event, Message, Outbox
from tests.factories import people
from tests.unit.admin_panel.conftest import SignIn
from tests.unit.admin_panel.test_report import number, post, report

__all__ = ["number"]  # the fixture


def left() -> tuple[int, ...]:
    """How many rows there are of what a deed makes."""
    with db.reading() as session:
        tables = Outbox, Message, Event
        return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


@pytest.mark.parametrize(
    ("fields", "read"),
    [
        ({"jenis": "jawab", "text": "Sudah kami tambal."}, "Sudah kami tambal."),
        ({"jenis": "tanya", "text": "Di sisi mana?"}, "Di sisi mana?"),
        ({"jenis": "status", "to": "selesai", "reason": "Aspal baru."}, "Aspal baru."),
        ({"jenis": "teruskan", "agency": "dlh", "reason": "Ini sampah."}, "Ini sampah."),
    ],
)
def test_the_preview_is_what_the_sender_would_say_and_leaves_nothing(
    signed_in: SignIn, number: str, fields: dict[str, str], read: str
) -> None:
    client, before = signed_in("rina"), left()
    status, shown = post(client, number, "pratinjau", **fields)
    assert status == 200
    assert read in shown
    assert "Pelapor membaca" in shown
    assert left() == before
    assert report(number).status == "menunggu"


def test_the_buttons_and_the_supporters_are_told(signed_in: SignIn, number: str) -> None:
    with db.transaction() as tx:
        for _ in range(3):
            support(tx, number, person=people.person(tx), text="sama", now=clock.now())
    _, shown = post(signed_in("rina"), number, "pratinjau", jenis="status", to="selesai", reason="Beres.")
    assert "3 warga pendukung membaca" in shown
    assert "Tombol:" in shown


@pytest.mark.parametrize(
    "fields",
    [
        {"jenis": "jawab", "text": "  "},
        {"jenis": "status", "to": "selesai"},
        {"jenis": "status"},
        {"jenis": "teruskan", "agency": "entah", "reason": "x"},
        {"jenis": "status", "to": "ditarik", "reason": "x"},
        {"jenis": "jawab", "text": "Terima kasih Bu Sulastri."},
    ],
)
def test_what_would_be_refused_says_so(signed_in: SignIn, number: str, fields: dict[str, str]) -> None:
    status, shown = post(signed_in("rina"), number, "pratinjau", **fields)
    assert status == 200
    assert "notice-bad" in shown
    assert "Pelapor membaca" not in shown


def test_a_refusal_of_the_citys_list_is_told_in_its_sentence(signed_in: SignIn, number: str) -> None:
    client = signed_in("rina")
    sent = {"to": "ditolak", "tolak": "tidak_ditemukan", "periksa": "1"}
    assert "Kami sudah memeriksa tempatnya" in post(client, number, "pratinjau", jenis="status", **sent)[1]
    assert post(client, number, "status", **{**sent, "tolak": "entah"})[0] == 422
    assert post(client, number, "status", **sent, reason="Petugas datang kemarin.")[0] == 200
    with db.reading() as session:
        row = session.scalars(select(Outbox)).one()
        event = session.scalars(select(Event).order_by(Event.seq.desc())).first()
    assert row.args["reason"].startswith("Kami sudah memeriksa tempatnya")
    assert row.args["reason"].endswith("Petugas datang kemarin.")
    assert event is not None
    assert event.data["refusal"] == "tidak_ditemukan"
    assert report(number).status == "ditolak"


def test_who_vouches_for_a_refusal_of_the_list_sends_it_and_the_chosen_reason_is_kept_meanwhile(
    signed_in: SignIn, number: str
) -> None:
    head, own = signed_in("operator"), "Kami sudah bicara dengan Bu Sulastri."
    sent = {"to": "ditolak", "tolak": "tidak_ditemukan", "reason": own, "periksa": "1"}
    status, shown = post(head, number, "status", **sent)
    assert status == 409
    assert '<option value="tidak_ditemukan" selected>' in shown
    assert post(head, number, "status", **sent, yakin=seal(own))[0] == 200
    assert report(number).status == "ditolak"
