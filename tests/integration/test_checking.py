"""Somebody other than the doer looks at the result before its resident is told (diperiksa)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from routing.domain.lifecycle import Status
from routing.errors import BadInput, NotAllowed, NotFound, Refused
from routing.reports import checking, handing_in, joining, residents
from routing.reports import officers_work as work
from routing.reports.door import visible_to
from storage import db, events
from storage.event_kinds import EventKind
from storage.models import Event, Message, Officer, Outbox, Person, Report
from tests.factories import city, people, reports
from tests.factories.city import NOW
from tests.factories.proof import HERE, HOUR, finish, happened, show, told, wanted


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx, proof=True)
        wanted(tx, checking="tidak")


@pytest.fixture
def waiting() -> tuple[int, int]:
    """A report whose result waits for a check; ids of it and of the doer."""
    with db.transaction() as tx:
        wanted(tx, checking="selalu")
        report, doer = reports.filed(tx, **HERE), people.officer(tx)
        show(tx, report, doer, "a")
        assert finish(tx, report, doer, now=NOW + HOUR) == "diperiksa"
        return report.id, doer.id


def test_the_resident_is_told_when_the_check_is_passed_and_not_before(waiting: tuple[int, int]) -> None:
    assert told(waiting[0]) == []
    with db.transaction() as tx:
        report = tx.get_one(Report, waiting[0])
        assert (report.first_answered_at, report.resolved_at) == (None, None)
        checking.accept(tx, officer=people.officer(tx, "kepala"), report=report, now=NOW + 50 * HOUR)
        tx.flush()
        # the clock stopped where it was delivered; rating and reopening count from when it was told
        assert (report.delivered_at, report.resolved_at) == (NOW + HOUR, NOW + 50 * HOUR)
    with db.reading() as session:
        news = session.scalars(select(Outbox).where(Outbox.report_id == waiting[0])).one()
    assert (news.key, news.args["reason"]) == ("notice-done", "Ditambal.")
    assert happened(waiting[0])[-2:] == ["report_delivered", "report_passed"]


def test_who_did_the_work_or_showed_it_never_checks_it(waiting: tuple[int, int]) -> None:
    with db.transaction() as tx:
        tx.get_one(Officer, waiting[1]).role = "kepala"
    with pytest.raises(NotAllowed, match="bukan_pemeriksa"), db.transaction() as tx:
        doer = tx.get_one(Officer, waiting[1])
        checking.accept(tx, officer=doer, report=tx.get_one(Report, waiting[0]), now=NOW)


@pytest.mark.parametrize(
    ("role", "agency", "refusal"),
    [("petugas", "dbmsda", NotAllowed), ("kepala", "dlh", NotFound), ("pimpinan", None, NotAllowed),
     ("admin", None, NotAllowed), ("lurah", "kel-32.75.02.1002", NotAllowed), ("kepala", "dbmsda", None),
     ("operator", "poc", None)],
)  # fmt: skip
@pytest.mark.parametrize("deed", ["accept", "send_back"])
def test_the_head_of_the_agency_or_the_operator_checks(
    waiting: tuple[int, int], deed: str, role: str, agency: str | None, refusal: type[Exception] | None
) -> None:
    more = {"reason": "Foto ulang dari dekat."} if deed == "send_back" else {}
    with db.transaction() as tx:
        officer, report = people.officer(tx, role, agency), tx.get_one(Report, waiting[0])
        if refusal is None:
            getattr(checking, deed)(tx, officer=officer, report=report, now=NOW, **more)
        else:
            with pytest.raises(refusal):
                getattr(checking, deed)(tx, officer=officer, report=report, now=NOW, **more)
        assert report.status == (
            {"accept": "selesai", "send_back": "diproses"}[deed] if not refusal else "diperiksa"
        )


def test_what_is_sent_back_keeps_its_deadline_and_needs_a_new_photo(
    waiting: tuple[int, int],
) -> None:
    later = NOW + 3 * HOUR
    with db.transaction() as tx:
        report, doer = tx.get_one(Report, waiting[0]), tx.get_one(Officer, waiting[1])
        due, head = report.resolve_due, people.officer(tx, "kepala")
        with pytest.raises(BadInput, match="perlu_alasan_kembali"):
            checking.send_back(tx, officer=head, report=report, reason=" ", now=later)
        checking.send_back(tx, officer=head, report=report, reason="Foto dari dekat.", now=later)
        assert (report.status, report.delivered_at, report.resolve_due) == ("diproses", None, due)
        note = tx.scalars(select(Message).where(Message.report_id == report.id)).one()
        assert (note.direction, note.text) == ("catatan", "Foto dari dekat.")
    with db.transaction() as tx:
        report, doer = tx.get_one(Report, waiting[0]), tx.get_one(Officer, waiting[1])
        head = people.officer(tx, "kepala")
        with pytest.raises(Refused, match="perlu_foto_hasil"):
            finish(tx, report, doer, now=later + HOUR)
        wanted(tx, checking="tidak")
        show(tx, report, doer, "b", now=later + HOUR)
        assert finish(tx, report, doer, now=later + HOUR) == "diperiksa"  # what came back is looked at again
        checking.accept(tx, officer=head, report=report, now=later + 2 * HOUR)
        assert report.returned_at is None
    assert told(waiting[0]) == ["notice-done"]
    with db.reading() as session:
        kinds = (EventKind.REPORT_SENT_BACK, EventKind.REPORT_PASSED)
        moves = session.scalars(select(Event).where(Event.kind.in_(kinds)).order_by(Event.seq))
        assert [event.data for event in moves] == [
            {"from": "diperiksa", "to": "diproses"}, {"from": "diperiksa", "to": "selesai"},
        ]  # fmt: skip
        assert events.reason_of(session, session.scalars(
            select(Event.seq).where(Event.kind == EventKind.REPORT_SENT_BACK)
        ).one()) == ""  # an event's words are handed out to the resident  # fmt: skip


def test_work_reopened_is_shown_anew_and_looked_at() -> None:
    with db.transaction() as tx:
        person = people.person(tx)
        report, officer = reports.filed(tx, by=person, **HERE), people.officer(tx)
        show(tx, report, officer, "a", phash="0123456789abcdef")
        finish(tx, report, officer, now=NOW + HOUR)
        residents.reopen(tx, report.number, person=person, reason="Belum.", now=NOW + 2 * HOUR)
        with pytest.raises(Refused, match="perlu_foto_hasil"):
            finish(tx, report, officer, now=NOW + 3 * HOUR)
        odd = show(tx, report, officer, "b", phash="0123456789abcdee", now=NOW + 3 * HOUR)
        assert odd == ["dipakai_ulang"]
        assert finish(tx, report, officer, now=NOW + 3 * HOUR) == "diperiksa"


@pytest.mark.parametrize(
    "deed",
    [
        lambda tx, o, r: work.change_status(tx, officer=o, report=r, to=Status.SELESAI, reason="x", now=NOW),
        lambda tx, o, r: work.change_status(tx, officer=o, report=r, to=Status.DIPROSES, reason="x", now=NOW),
        lambda tx, o, r: work.change_category(tx, officer=o, report=r, category="pju", now=NOW),
        lambda tx, o, r: work.forward(tx, officer=o, report=r, agency="dlh", reason="x", now=NOW),
        lambda tx, o, r: work.ask(tx, officer=o, report=r, text="Sudah?", now=NOW),
        lambda tx, o, r: handing_in.add_result(tx, officer=o, report=r, sha256="a", now=NOW),
        lambda tx, o, r: joining.join(tx, officer=o, report=r, into=r.number, now=NOW),
    ],
)
def test_nothing_else_moves_what_waits_for_its_check(waiting: tuple[int, int], deed: Any) -> None:
    with db.transaction() as tx:
        operator, report = people.officer(tx, "operator", None), tx.get_one(Report, waiting[0])
        with pytest.raises(Refused, match="sedang_diperiksa"):
            deed(tx, operator, report)
        work.answer(tx, officer=operator, report=report, text="Kami periksa hasilnya hari ini.", now=NOW)
        work.note(tx, officer=operator, report=report, text="Lihat fotonya.", now=NOW)
        assert report.status == "diperiksa"


def test_a_resident_may_withdraw_while_it_is_checked(waiting: tuple[int, int]) -> None:
    with db.transaction() as tx:
        report = tx.get_one(Report, waiting[0])
        person = tx.get_one(Person, report.person_id)
        residents.withdraw(tx, report.number, person=person, now=NOW)
    with pytest.raises(Refused, match="tidak_diperiksa"), db.transaction() as tx:
        checking.accept(tx, officer=people.officer(tx, "kepala"), report=report, now=NOW)


def test_checking_is_nobodys_choice() -> None:
    with db.transaction() as tx:
        report, officer = reports.filed(tx), people.officer(tx)
        with pytest.raises(Refused, match="status_tidak_bisa"):
            work.change_status(tx, officer=officer, report=report, to=Status.DIPERIKSA, reason="x", now=NOW)


def test_what_waits_for_its_check_is_neither_overdue_nor_lost_from_the_queue(
    waiting: tuple[int, int],
) -> None:
    late = NOW + timedelta(days=400)
    with db.reading() as session:
        door = visible_to(session, session.get_one(Officer, waiting[1]))
        counts = door.counts(now=late)
    assert (counts["diperiksa"], counts["terlambat"]) == (1, 0)
