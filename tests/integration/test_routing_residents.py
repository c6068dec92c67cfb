"""What residents may do with their own reports, and what time does."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from routing import housekeeping, officers_work, residents
from routing.domain.lifecycle import Status
from routing.errors import BadInput, NotFound, Refused
from storage import db, events
from storage.models import Message, Officer, Outbox, Person, Report
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
        assert kinds(session, report) == ["report_filed", "report_added"]


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


def test_accepted_work_is_closed_for_good() -> None:
    with db.transaction() as tx:
        report, by, _ = standing(tx, Status.SELESAI)
        residents.accept(tx, report.number, person=by, now=LATER)
        assert report.status == "ditutup"
        for again in (residents.accept, residents.withdraw):
            with pytest.raises(Refused):
                again(tx, report.number, person=by, now=LATER)
        with pytest.raises(Refused, match="sudah_berakhir"):
            residents.reopen(tx, report.number, person=by, reason="Masih.", now=LATER)


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


def test_time_closes_finished_reports_after_fourteen_days_and_no_others() -> None:
    with db.transaction() as tx:
        old, _, _ = standing(tx, Status.SELESAI)
        fresh, _, _ = standing(tx, Status.SELESAI, at=NOW + timedelta(days=1))
        waiting, _, _ = standing(tx, Status.MENUNGGU)
        notices = len(tx.scalars(select(Outbox)).all())
        assert housekeeping.run(tx, now=NOW + timedelta(days=14, hours=1)) == 1
        assert housekeeping.run(tx, now=NOW + timedelta(days=14, hours=1)) == 0
        assert (old.status, fresh.status, waiting.status) == ("ditutup", "selesai", "menunggu")
        assert len(tx.scalars(select(Outbox)).all()) == notices
    with db.reading() as session:
        assert events.of_report(session, old.id)[-1].actor == "sistem"
