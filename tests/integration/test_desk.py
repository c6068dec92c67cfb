"""Shifts are handed over by two people, agreements stay until they are done; on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from routing.command import meeting, shifts
from routing.domain.priority import Priority
from routing.errors import BadInput, NotAllowed, NotFound, Refused
from routing.people import personal_data
from storage.db import reading, transaction
from storage.models import MeetingPromise, Message, Officer, Person, Report, ShiftHandover
from tests.factories import city, people, reports
from tests.factories.city import NOW


@pytest.fixture
def staff(database: str) -> dict[str, Officer]:
    with transaction() as tx:
        city.load(tx)
        return {
            "rina": people.officer(tx, "operator", "poc"), "budi": people.officer(tx, "operator", "poc"),
            "kepala": people.officer(tx, "kepala"), "lain": people.officer(tx, "kepala", "dlh"),
            "walikota": people.officer(tx, "pimpinan", None),
        }  # fmt: skip


def test_a_shift_is_given_and_taken_by_two_people_with_what_is_open(staff: dict[str, Officer]) -> None:
    with transaction() as tx:
        urgent = reports.filed(tx, text="Kabel putus di jalan, menyala.")
        urgent.priority = int(Priority.DARURAT)
        shifts.note(tx, officer=staff["rina"], words="PLN sudah ditelepon.", now=NOW)
        with pytest.raises(NotAllowed):
            shifts.note(tx, officer=staff["kepala"], words="Bukan saya", now=NOW)
        shifts.give(tx, officer=staff["rina"], words="Kabel belum aman.", now=NOW)
    with transaction() as tx:
        with pytest.raises(Refused):
            shifts.take(tx, officer=staff["rina"], now=NOW)  # nobody signs for both sides
        with pytest.raises(Refused):
            shifts.give(tx, officer=staff["budi"], words="Lagi", now=NOW)
    with transaction() as tx:
        shifts.take(tx, officer=staff["budi"], now=NOW + timedelta(minutes=5))
    with reading() as session:
        row = session.scalars(select(ShiftHandover)).one()
        assert (row.given_by, row.taken_by) == (staff["rina"].id, staff["budi"].id)
        assert row.still_open["darurat"] == [urgent.number]
        assert not shifts.log(session, now=NOW + timedelta(minutes=6))  # a new shift, a new page
        assert shifts.waiting(session) is None


def test_an_office_sees_its_own_week_and_carries_what_is_not_done(staff: dict[str, Officer]) -> None:
    day = date(2026, 12, 1)
    with transaction() as tx:
        good, bad = (reports.filed(tx, now=NOW - timedelta(days=3)) for _ in range(2))
        for report, rating in ((good, 5), (bad, 1)):
            report.rating, report.rated_at = rating, NOW
        told = Message(report_id=bad.id, direction="keluar", text="Sudah.", created_at=NOW, officer_id=None)
        tx.add(told)
        good.resolve_due = NOW - timedelta(days=1)
        meeting.agree(tx, officer=staff["kepala"], agency="dbmsda", words="Tambal Jl. Raya", due=day, now=NOW)
        with pytest.raises(BadInput):
            meeting.agree(
                tx, officer=staff["kepala"], agency="dbmsda", words="Kemarin", due=date(2025, 1, 1), now=NOW
            )
        with pytest.raises(NotFound):
            meeting.agree(tx, officer=staff["lain"], agency="dbmsda", words="Bukan kami", due=day, now=NOW)
    later = NOW + timedelta(days=15)
    with reading() as session:
        found = meeting.meeting(session, staff["walikota"], "dbmsda", now=NOW)
        assert (found.filed, found.open, found.overdue) == (2, 2, 1)
        assert [row.id for row in found.late] == [good.id]
        assert [one.report.id for one in found.best] == [good.id]
        assert [(one.report.id, one.answer) for one in found.worst] == [(bad.id, "Sudah.")]
        (agreed,) = meeting.meeting(session, staff["kepala"], "dbmsda", now=later).agreed
        assert meeting.weeks_carried(agreed, later) == 2
        with pytest.raises(NotFound):
            meeting.meeting(session, staff["lain"], "dbmsda", now=NOW)
    with transaction() as tx:
        meeting.finish(tx, officer=staff["kepala"], agreement_id=agreed.id, now=later)
    with reading() as session:
        found = meeting.meeting(session, staff["kepala"], "dbmsda", now=later)
        assert (found.agreed, [row.id for row in found.done]) == ([], [agreed.id])


def test_who_is_forgotten_is_forgotten_at_the_desk_too(staff: dict[str, Officer]) -> None:
    with transaction() as tx:
        report = reports.filed(tx)
        shifts.note(tx, officer=staff["rina"], words="Bu Ratna menelepon.", now=NOW)
        meeting.agree(
            tx,
            officer=staff["kepala"],
            agency="dbmsda",
            words="Datangi Bu Ratna",
            now=NOW,
            due=date(2026, 12, 1),
        )
        personal_data.erase(tx, tx.get_one(Person, tx.get_one(Report, report.id).person_id), now=NOW)
    with reading() as session:
        words = [row.words for row, _ in shifts.log(session, now=NOW)]
        words += session.scalars(select(MeetingPromise.words)).all()
    assert len(words) == 2
    assert not [line for line in words if "Ratna" in line]
