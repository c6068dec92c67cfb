"""Words are looked at before a resident reads them; who reported is told to nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from routing.domain.answers import seal
from routing.errors import Refused
from routing.reports import held, officers_work
from routing.reports.supporting import support
from storage import clock, db
from storage.models import Message, Outbox
from tests.factories import people, reports
from tests.factories.panel import officer_named
from tests.unit.admin_panel.conftest import SignIn
from tests.unit.admin_panel.test_report import number, page, post, report

__all__ = ["number"]  # the fixture
TELLING = "Bu Sulastri, lubangnya sudah ditambal."


def sent() -> list[str]:
    """What residents are sent, the newest last."""
    with db.reading() as session:
        return [
            row.args["text"]
            for row in session.scalars(select(Outbox).order_by(Outbox.id))
            if "text" in row.args
        ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Akan segera kami perbaiki.", "tanpa tanggal"), ("Maaf, tidak bisa kami kerjakan.", "tanpa alasan"),
        (TELLING, "alamat pelapor"),
    ],
)  # fmt: skip
def test_a_doubtful_answer_is_shown_again_with_its_words_and_nothing_is_sent(
    signed_in: SignIn, number: str, text: str, told: str
) -> None:
    status, shown = post(signed_in("rina"), number, "pesan", jenis="jawab", text=text, periksa="1")
    assert status == 409
    assert told in shown
    assert f">{text}</textarea>" in shown
    assert sent() == []


def test_who_has_read_the_doubt_sends_the_words_as_they_are_and_changed_words_are_read_again(
    signed_in: SignIn, number: str
) -> None:
    client, text = signed_in("rina"), "Akan segera kami perbaiki."
    other = {"jenis": "jawab", "periksa": "1", "yakin": seal("lain")}
    assert post(client, number, "pesan", text=text, **other)[0] == 409
    assert post(client, number, "pesan", jenis="jawab", text=text, periksa="1", yakin=seal(text))[0] == 200
    assert sent() == [text]


def test_an_answer_that_tells_who_reported_is_held_for_the_head_who_sends_it(
    signed_in: SignIn, number: str
) -> None:
    clerk = signed_in("rina")
    assert (
        post(clerk, number, "pesan", jenis="jawab", text=TELLING, periksa="1", yakin=seal(TELLING))[0] == 409
    )
    assert post(clerk, number, "pesan", jenis="jawab", text=TELLING)[0] == 409  # by another way neither
    status, shown = post(clerk, number, "titip", jenis="jawab", text=TELLING)
    assert (status, sent()) == (200, [])
    assert "belum dikirim" in shown
    assert "Setujui dan kirim" not in shown
    with db.reading() as session:
        waiting = session.scalars(select(Message)).one().id
    assert post(clerk, number, f"titip/{waiting}/kirim")[0] == 403
    head = signed_in("operator")
    assert "Setujui dan kirim" in page(head, number)
    assert post(head, number, f"titip/{waiting}/kirim")[0] == 200
    assert sent() == [TELLING]
    assert report(number).first_answered_at is not None
    assert post(head, number, f"titip/{waiting}/kirim")[0] == 404
    assert sent() == [TELLING]


def test_a_held_answer_given_back_is_a_note_with_its_reason(signed_in: SignIn, number: str) -> None:
    post(signed_in("rina"), number, "titip", jenis="tanya", text=TELLING)
    with db.reading() as session:
        waiting = session.scalars(select(Message)).one().id
    head = signed_in("operator")
    assert post(head, number, f"titip/{waiting}/kembalikan", reason=" ")[0] == 422
    _, shown = post(head, number, f"titip/{waiting}/kembalikan", reason="Sapa tanpa nama saja.")
    assert "Sapa tanpa nama saja." in shown + head.get(f"/petugas/laporan/{number}/riwayat").text
    with db.reading() as session:
        assert session.scalars(select(Message.direction)).all() == ["catatan"]
    assert sent() == []


def test_a_refusal_needs_more_than_a_word_and_the_form_keeps_what_was_chosen(
    signed_in: SignIn, number: str
) -> None:
    client = signed_in("rina")
    status, shown = post(client, number, "status", to="ditolak", reason="Tidak jelas", periksa="1")
    assert status == 409
    assert "tanpa alasan" in shown
    assert 'value="ditolak" required checked' in shown
    assert report(number).status == "menunggu"
    kept = {"to": "ditolak", "reason": "Tidak jelas", "periksa": "1", "yakin": seal("Tidak jelas")}
    assert post(client, number, "status", **kept)[0] == 200
    assert report(number).status == "ditolak"


def test_the_same_words_to_a_sixth_resident_within_the_hour_are_noticed(
    signed_in: SignIn, number: str
) -> None:
    now, text = clock.now(), "Terima kasih, sudah kami catat."
    with db.transaction() as tx:
        rina = officer_named(tx, "rina")
        for minutes in (70, 50, 40, 30, 20, 10):
            told = reports.filed(tx, by=people.person(tx), now=now - timedelta(minutes=90))
            at = now - timedelta(minutes=minutes)
            officers_work.answer(tx, officer=rina, report=told, text=f"{text}\n", now=at)
    client = signed_in("rina")
    assert post(client, number, "pesan", jenis="tanya", text=text, periksa="1")[0] == 200  # five others
    with db.transaction() as tx:
        another = reports.filed(tx, by=people.person(tx), now=now).number
    assert post(client, another, "pesan", jenis="jawab", text=text, periksa="1")[0] == 409


@pytest.mark.usefixtures("panel_db")
def test_a_supporters_name_and_number_are_kept_too() -> None:
    now = clock.now()
    with db.transaction() as tx:
        filed = reports.filed(tx, now=now)
        neighbour = people.person(tx, channel="whatsapp")
        neighbour.called, neighbour.address = "Mahendra", "6285711112222"
        support(tx, filed.number, person=neighbour, text="di sini juga", now=now)
        rina = officer_named(tx, "rina")
        for text in ("Menurut Pak Mahendra sudah beres.", "Hubungi 0857 1111 2222."):
            with pytest.raises(Refused, match="membuka_pelapor"):
                officers_work.answer(tx, officer=rina, report=filed, text=text, now=now)
            with pytest.raises(Refused, match="membuka_pelapor"):
                officers_work.forward(tx, officer=rina, report=filed, agency="dlh", reason=text, now=now)
        held.hold(tx, officer=rina, report=filed, text="Menurut Pak Mahendra.", kind="jawab", now=now)
    assert sent() == []
