"""What residents may do with their own reports, and what time does."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.domain.lifecycle import Status
from routing.errors import BadInput, NotFound, Refused
from routing.reports import officers_work, residents
from storage import db, events
from storage.models import Message, Officer, Person, Report
from tests.factories import city, people, reports
from tests.factories.city import NOW

LATER = NOW + timedelta(hours=3)


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def standing(tx: Session, status: Status, *, at: datetime = NOW) -> tuple[Report, Person, Officer]:
    """A report brought to a status by an operator, its resident, and that operator."""
    by, officer = people.person(tx), people.officer(tx, "operator", "poc")
    report = reports.filed(tx, by=by)
    if status is not Status.MENUNGGU:
        officers_work.change_status(tx, officer=officer, report=report, to=status, reason="Sudah.", now=at)
    return report, by, officer


def kinds(session: Session, report: Report) -> list[str]:
    return [event.kind for event in events.of_report(session, report.id)]


def test_more_words_join_the_report() -> None:
    with db.transaction() as tx:
        report, by, _ = standing(tx, Status.MENUNGGU)
        residents.add_to_report(tx, report.number.lower(), person=by, text=" Makin parah. ", now=LATER)
    with db.reading() as session:
        said = session.scalars(select(Message)).one()
        assert (said.direction, said.text, said.created_at) == ("masuk", "Makin parah.", LATER)
        assert kinds(session, report) == ["report_filed", "report_routed", "report_added"]


def test_pictures_alone_leave_an_event_and_no_empty_message() -> None:
    with db.transaction() as tx:
        report, by, _ = standing(tx, Status.MENUNGGU)
        residents.add_to_report(tx, report.number, person=by, text="", now=LATER)
    with db.reading() as session:
        assert session.scalars(select(Message)).all() == []
        assert kinds(session, report)[-1] == "report_added"


def test_an_answer_to_a_question_sets_the_clock_going_again() -> None:
    with db.transaction() as tx:
        by, officer = people.person(tx), people.officer(tx)
        report = reports.filed(tx, by=by, category="pju")  # 3 working days: Thursday
        officers_work.ask(tx, officer=officer, report=report, text="Nomor tiangnya?", now=LATER)
        assert report.paused_at == LATER
        # Friday noon: the four closings that were still to come begin with Friday's own.
        friday = NOW + timedelta(days=4, hours=3)
        residents.add_to_report(tx, report.number, person=by, text="B-17", now=friday)
        tx.flush()
        assert tx.scalars(select(Report.status).where(Report.paused_at.is_(None))).all() == ["diproses"]
        assert report.resolve_due == datetime(2026, 12, 2, 9, tzinfo=UTC)
    with db.reading() as session:
        last = events.of_report(session, report.id)[-1]
        assert (last.kind, last.data) == ("report_added", {"from": "menunggu_warga", "to": "diproses"})


@pytest.mark.parametrize("status", [Status.DITOLAK, Status.DITUTUP])
def test_an_ended_report_takes_no_more_words(status: Status) -> None:
    with db.transaction() as tx:
        report, by, _ = standing(tx, Status.DITOLAK if status is Status.DITOLAK else Status.SELESAI)
        if status is Status.DITUTUP:
            residents.accept(tx, report.number, person=by, now=LATER)
        with pytest.raises(Refused, match="sudah_berakhir"):
            residents.add_to_report(tx, report.number, person=by, text="Halo?", now=LATER)
        assert tx.scalars(select(Message)).all() == []


def test_a_report_is_withdrawn_once() -> None:
    with db.transaction() as tx:
        report, by, _ = standing(tx, Status.DIPROSES)
        residents.withdraw(tx, report.number, person=by, now=LATER)
        assert report.status == "ditarik"
        with pytest.raises(Refused, match="sudah_berakhir"):
            residents.withdraw(tx, report.number, person=by, now=LATER)
    with db.reading() as session:
        assert kinds(session, report)[-1] == "report_withdrawn"


def test_finished_work_cannot_be_withdrawn() -> None:
    with db.transaction() as tx:
        report, by, _ = standing(tx, Status.SELESAI)
        with pytest.raises(Refused, match="status_tidak_bisa"):
            residents.withdraw(tx, report.number, person=by, now=LATER)
        assert report.status == "selesai"


def test_nobody_touches_a_neighbours_report_or_learns_that_it_exists() -> None:
    with db.transaction() as tx:
        report, _, _ = standing(tx, Status.MENUNGGU)
        stranger = people.person(tx)
        sentences = set()
        for number in (report.number, "BKS-2611-99999", "omong kosong"):
            with pytest.raises(NotFound) as refusal:
                residents.withdraw(tx, number, person=stranger, now=LATER)
            sentences.add(refusal.value.sentence)
        assert len(sentences) == 1
        assert report.status == "menunggu"


def test_accepted_work_is_closed() -> None:
    with db.transaction() as tx:
        report, by, _ = standing(tx, Status.SELESAI)
        residents.accept(tx, report.number, person=by, now=LATER)
        assert report.status == "ditutup"
        for again in (residents.accept, residents.withdraw):
            with pytest.raises(Refused):
                again(tx, report.number, person=by, now=LATER)
        with pytest.raises(Refused, match="sudah_berakhir"):
            residents.add_to_report(tx, report.number, person=by, text="Tambahan.", now=LATER)


def test_accepted_work_that_breaks_again_is_reopened_by_the_resident_within_fourteen_days() -> None:
    with db.transaction() as tx:
        report, by, officer = standing(tx, Status.SELESAI)
        residents.accept(tx, report.number, person=by, now=LATER)
        with pytest.raises(Refused, match="sudah_berakhir"):
            officers_work.change_status(
                tx, officer=officer, report=report, to=Status.DIPROSES, reason="Dicek.", now=LATER
            )
        late = NOW + timedelta(days=14, seconds=1)
        with pytest.raises(Refused, match="batas_buka_kembali"):
            residents.reopen(tx, report.number, person=by, reason="Bolong lagi.", now=late)
        residents.reopen(tx, report.number, person=by, reason="Bolong lagi.", now=NOW + timedelta(days=3))
        assert (report.status, report.resolved_at) == ("diproses", None)


def test_a_report_referred_and_closed_is_not_reopened() -> None:
    with db.transaction() as tx:
        report, by, _ = standing(tx, Status.DIRUJUK)
        operator = people.officer(tx, "operator", "poc")
        officers_work.change_status(
            tx, officer=operator, report=report, to=Status.DITUTUP, reason="", now=LATER
        )  # fmt: skip
        with pytest.raises(Refused, match="status_tidak_bisa"):
            residents.reopen(tx, report.number, person=by, reason="Masih.", now=LATER)
        assert report.status == "ditutup"


def test_finished_work_is_rated_by_its_reporter_and_the_rating_changed_once() -> None:
    with db.transaction() as tx:
        report, by, _ = standing(tx, Status.SELESAI)
        for stars in (0, 6):
            with pytest.raises(BadInput, match="nilai_1_sampai_5"):
                residents.rate(tx, report.number, person=by, stars=stars, now=LATER)
        with pytest.raises(NotFound):
            residents.rate(tx, report.number, person=people.person(tx), stars=1, now=LATER)
        residents.rate(tx, report.number, person=by, stars=2, now=LATER)
        residents.accept(tx, report.number, person=by, now=LATER)
        residents.rate(tx, report.number, person=by, stars=4, now=LATER + timedelta(days=1))
        residents.rate(tx, report.number, person=by, stars=4, now=LATER + timedelta(days=2))  # pressed twice
        with pytest.raises(Refused, match="sudah_dinilai"):
            residents.rate(tx, report.number, person=by, stars=1, now=LATER + timedelta(days=2))
        assert (report.rating, report.rated_at) == (4, LATER + timedelta(days=1))
    with db.reading() as session:
        rated = [e.data for e in events.of_report(session, report.id) if e.kind == "report_rated"]
    assert rated == [{"stars": 2}, {"stars": 4, "before": 2}]


def test_unfinished_and_long_finished_work_is_not_rated() -> None:
    with db.transaction() as tx:
        report, by, _ = standing(tx, Status.DIPROSES)
        with pytest.raises(Refused, match="status_tidak_bisa"):
            residents.rate(tx, report.number, person=by, stars=5, now=LATER)
        report, by, _ = standing(tx, Status.SELESAI)
        with pytest.raises(Refused, match="batas_nilai"):
            residents.rate(tx, report.number, person=by, stars=5, now=NOW + timedelta(days=15))


def test_work_that_is_done_anew_is_rated_anew() -> None:
    with db.transaction() as tx:
        report, by, officer = standing(tx, Status.SELESAI)
        for stars in (1, 2):
            residents.rate(tx, report.number, person=by, stars=stars, now=LATER)
        residents.reopen(tx, report.number, person=by, reason="Bolong lagi.", now=LATER)
        assert report.rating is None
        officers_work.change_status(
            tx, officer=officer, report=report, to=Status.SELESAI, reason="Ditambal.", now=LATER
        )  # fmt: skip
        for stars in (3, 5):
            residents.rate(tx, report.number, person=by, stars=stars, now=LATER)
        assert report.rating == 5


def test_only_finished_work_can_be_accepted_or_reopened() -> None:
    with db.transaction() as tx:
        report, by, _ = standing(tx, Status.DIPROSES)
        with pytest.raises(Refused, match="status_tidak_bisa"):
            residents.accept(tx, report.number, person=by, now=LATER)
        with pytest.raises(Refused, match="status_tidak_bisa"):
            residents.reopen(tx, report.number, person=by, reason="Masih.", now=LATER)
        assert report.status == "diproses"


def test_reopening_needs_a_reason_and_starts_a_new_term() -> None:
    with db.transaction() as tx:
        report, by, _ = standing(tx, Status.SELESAI)
        due = report.resolve_due
        with pytest.raises(BadInput, match="perlu_alasan"):
            residents.reopen(tx, report.number, person=by, reason="  ", now=LATER)
        residents.reopen(tx, report.number, person=by, reason="Masih bolong.", now=NOW + timedelta(days=14))
        assert (report.status, report.resolved_at) == ("diproses", None)
        assert report.resolve_due > due
    with db.reading() as session:
        assert session.scalars(select(Message.text)).all() == ["Masih bolong."]
        assert kinds(session, report)[-1] == "report_reopened"


def test_after_fourteen_days_a_report_is_no_longer_reopened() -> None:
    with db.transaction() as tx:
        report, by, _ = standing(tx, Status.SELESAI)
        late = NOW + timedelta(days=14, seconds=1)
        with pytest.raises(Refused, match="batas_buka_kembali"):
            residents.reopen(tx, report.number, person=by, reason="Masih.", now=late)
        assert report.status == "selesai"
