"""The report page: what an officer lets everybody read."""

from sqlalchemy import select

from routing.domain.publicity import words_seal
from routing.reports import everybody
from routing.reports.everybody import PublicView
from storage import clock, db
from storage.models import Message, Report
from tests.factories import reports
from tests.unit.admin_panel.conftest import SignIn

HTMX = {"HX-Request": "true"}
STORY = "Lampu mati di depan rumah Pak Karno, telp 081234567890."


def filed(category: str = "pju") -> tuple[str, int]:
    """(number, id of an answer) of a report that was answered."""
    with db.transaction() as tx:
        report = reports.filed(tx, category=category, text=STORY, now=clock.now())
        report.agency_code = "dbmsda"
        answer = Message(
            report_id=report.id,
            direction="keluar",
            text="Ibu Ratna, tim sudah datang.",
            created_at=clock.now(),
        )
        tx.add(answer)
        tx.flush()
        return report.number, answer.id


def seen(number: str) -> PublicView | None:
    with db.reading() as session:
        return everybody.find(session, number)


def test_nothing_anybody_wrote_is_shown_before_an_officer_ticked_it(signed_in: SignIn) -> None:
    number, answer = filed()
    shown = seen(number)
    assert shown is not None
    assert shown.words is None
    assert shown.answers == ()
    client = signed_in("rina")
    page = client.get(f"/petugas/laporan/{number}").text
    assert "Pak [nama]" in page  # as everybody would read it
    ticked = {"kata": "ya", "segel": words_seal(STORY), "jawaban": str(answer)}
    assert client.post(f"/petugas/laporan/{number}/umum", data=ticked, headers=HTMX).status_code == 200
    shown = seen(number)
    assert shown is not None
    assert shown.words == "Lampu mati di depan rumah Pak [nama], telp [telepon]."
    assert [one.text for one in shown.answers] == ["Ibu [nama], tim sudah datang."]
    assert client.post(f"/petugas/laporan/{number}/umum", data={}, headers=HTMX).status_code == 200
    shown = seen(number)
    assert shown is not None
    assert (shown.words, shown.answers) == (None, ())


def test_words_that_changed_meanwhile_are_not_shown(signed_in: SignIn) -> None:
    number, _ = filed()
    with db.transaction() as tx:
        tx.scalars(select(Report)).one().text += " Rumahnya nomor 7."
    ticked = {"kata": "ya", "segel": words_seal(STORY)}
    answer = signed_in("rina").post(f"/petugas/laporan/{number}/umum", data=ticked, headers=HTMX)
    assert answer.status_code == 409
    shown = seen(number)
    assert shown is not None
    assert shown.words is None


def test_another_office_ticks_nothing(signed_in: SignIn) -> None:
    number, answer = filed()
    ticked = {"kata": "ya", "segel": words_seal(STORY), "jawaban": str(answer)}
    assert signed_in("dimas").post(f"/petugas/laporan/{number}/umum", data=ticked).status_code == 404
    assert signed_in("walikota").post(f"/petugas/laporan/{number}/umum", data=ticked).status_code == 403


def test_of_a_category_that_is_never_public_nothing_can_be_ticked(signed_in: SignIn) -> None:
    number, _ = filed("kesehatan")
    ticked = {"kata": "ya", "segel": words_seal(STORY)}
    assert (
        signed_in("rina").post(f"/petugas/laporan/{number}/umum", data=ticked, headers=HTMX).status_code
        == 409
    )
    assert seen(number) is None
