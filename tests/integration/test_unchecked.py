"""A check nobody makes: the ladder tells who may check, the head, the POC, the mayor, and never the doer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from routing.domain.lifecycle import Status
from routing.reports import checking, laddering
from storage import db, events
from storage.models import LadderStep, LadderSummary, Officer, Report
from tests.factories import city, people, reports
from tests.factories.city import NOW
from tests.factories.proof import HERE, HOUR, finish, show, wanted

DAY = timedelta(days=1)
LATER = NOW + HOUR  # Friday: two working days end on Tuesday
ALL = [75, 100, 150, 200]


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx, proof=True)
        wanted(tx, checking="selalu")
        for role, agency in (("kepala", "dbmsda"), ("operator", None), ("pimpinan", None)):
            people.officer(tx, role, agency)


def delivered(by: str = "petugas") -> Report:
    with db.transaction() as tx:
        report, doer = reports.filed(tx, **HERE), people.officer(tx, by)
        show(tx, report, doer, "a")
        assert finish(tx, report, doer, now=LATER) == Status.DIPERIKSA
        return report


def sweep(now: datetime) -> None:
    with db.transaction() as tx:
        laddering.climb(tx, now=now)
    with db.transaction() as tx:
        laddering.tell(tx, now=now)


def rungs(report: Report, clock: str = "periksa") -> list[int]:
    with db.reading() as session:
        steps = select(LadderStep.at).where(LadderStep.report_id == report.id, LadderStep.clock == clock)
        return list(session.scalars(steps.order_by(LadderStep.round, LadderStep.at)))


def heard() -> list[tuple[str, list[int]]]:
    with db.reading() as session:
        rows = session.execute(select(Officer.role, LadderSummary).join(Officer).order_by(LadderSummary.id))
        return [(role, [step[0] for step in summary.steps]) for role, summary in rows]


def test_a_check_nobody_makes_climbs_from_the_head_to_the_mayor_and_the_work_is_not_late() -> None:
    report = delivered()
    for hours in range(0, 14 * 24, 3):
        sweep(LATER + hours * HOUR)
    assert rungs(report) == ALL
    assert heard() == [("kepala", [75]), ("kepala", [100]), ("operator", [150]), ("pimpinan", [200])]
    assert rungs(report, "selesai") == rungs(report, "tanggapan") == []
    with db.reading() as session:
        told = session.scalars(select(LadderStep.words).where(LadderStep.at == 100)).one()
        assert told == "Hasil belum diperiksa: tenggat lewat"
        head = session.scalars(select(Officer).where(Officer.role == "kepala")).one()
        ((shown, row),) = laddering.warned(session, head, 100)
        assert (shown.number, row.clock) == (report.number, "periksa")
        assert laddering.standing(session, head) == {200: 1}


def test_who_did_the_work_hears_nothing_of_its_check() -> None:
    delivered(by="kepala")  # the only head there is, beside the one of the fixture
    with db.transaction() as tx:
        doer = tx.scalars(select(Officer).where(Officer.role == "kepala").order_by(Officer.id.desc())).first()
        assert doer is not None
        for other in tx.scalars(select(Officer).where(Officer.role == "kepala", Officer.id != doer.id)):
            other.active = False
    sweep(LATER + 4 * DAY)
    assert {role for role, _ in heard()} == {"operator"}


def test_a_check_that_is_made_ends_its_clock_and_a_new_delivery_starts_it_again() -> None:
    report = delivered()
    sweep(LATER + 4 * DAY)
    assert rungs(report) == [75, 100]
    with db.transaction() as tx:
        head = tx.scalars(select(Officer).where(Officer.role == "kepala")).first()
        assert head is not None
        checking.send_back(
            tx, officer=head, report=tx.get_one(Report, report.id), reason="Foto ulang.", now=LATER + 4 * DAY
        )
    sweep(LATER + 300 * DAY)
    assert rungs(report) == [75, 100]
    assert rungs(report, "selesai") == ALL  # sent back, it is the doer's again
    with db.transaction() as tx:
        again, doer = tx.get_one(Report, report.id), people.officer(tx)
        show(tx, again, doer, "b", now=LATER + 300 * DAY)
        assert finish(tx, again, doer, now=LATER + 300 * DAY) == Status.DIPERIKSA
    sweep(LATER + 330 * DAY)
    assert rungs(report) == [75, 100, *ALL]


STEPS = st.lists(
    st.tuples(st.sampled_from(["wait", "sweep", "deliver", "accept", "back"]), st.integers(1, 90))
)


@given(STEPS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_between_sweeps_no_rung_comes_twice_nor_while_its_clock_stands(
    steps: Sequence[tuple[str, int]],
) -> None:
    with db.transaction() as tx:
        report, doer = reports.filed(tx, **HERE), people.officer(tx)
        head = tx.scalars(select(Officer).where(Officer.role == "kepala")).first()
        assert head is not None
        now = NOW
        for deed, hours in steps:
            now += timedelta(hours=hours if deed == "wait" else 1)
            before, status = _steps(report.id, tx), Status(report.status)
            if deed == "deliver" and status in (Status.MENUNGGU, Status.DIPROSES):
                show(tx, report, doer, f"{report.id}-{now.isoformat()}", now=now)
                finish(tx, report, doer, now=now)
            elif deed in ("accept", "back") and status is Status.DIPERIKSA:
                if deed == "accept":
                    checking.accept(tx, officer=head, report=report, now=now)
                else:
                    checking.send_back(tx, officer=head, report=report, reason="Ulang.", now=now)
            elif deed == "sweep":
                tx.flush()
                laddering.climb(tx, now=now)
                tx.flush()
                new = _steps(report.id, tx)[len(before) :]
                runs = {"periksa"} if status is Status.DIPERIKSA else {"selesai", "tanggapan"}
                assert {clock for clock, *_ in new} <= (runs if status != Status.SELESAI else set())
        told = _steps(report.id, tx)
        assert len(told) == len(set(told))


def _steps(report_id: int, tx: db.Session) -> list[tuple[str, int, int]]:
    warned = (e.data for e in events.of_report(tx, report_id) if e.kind == "deadline_warned")
    return [(data["clock"], data["round"], data["at"]) for data in warned]
