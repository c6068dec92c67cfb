"""The sweep of the ladder: each rung once, also after a downtime; one summary an officer; by the index."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.domain.lifecycle import Status
from routing.reports import joining, laddering, moving
from routing.reports import officers_work as work
from storage import db, events
from storage.models import Accusation, Deadline, LadderStep, LadderSummary, Officer, Report
from tests.factories import city, people, reports
from tests.factories.city import NOW
from tests.factories.queries import counted

DAY = timedelta(days=1)
LONG_AFTER = NOW + 30 * DAY


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


@pytest.fixture
def crew(database: str, _city: None) -> dict[str, Officer]:
    with db.transaction() as tx:
        made = {role: people.officer(tx, role=role) for role in ("petugas", "kepala")}
        return made | {role: people.officer(tx, role=role, agency=None) for role in ("operator", "pimpinan")}


def sweep(now: datetime = LONG_AFTER) -> int:
    with db.transaction() as tx:
        looked = laddering.climb(tx, now=now)
    with db.transaction() as tx:
        laddering.tell(tx, now=now)
    return looked


def rungs(report: Report, clock: str = "selesai") -> list[int]:
    with db.reading() as session:
        told = (
            event.data for event in events.of_report(session, report.id) if event.kind == "deadline_warned"
        )
        return [data["at"] for data in told if data["clock"] == clock]


def summaries() -> dict[str, list[list[object]]]:
    with db.reading() as session:
        rows = session.execute(select(Officer.role, LadderSummary).join(Officer).order_by(LadderSummary.id))
        found: dict[str, list[list[object]]] = {}
        for role, row in rows:
            found.setdefault(role, []).append([[at, many] for at, _, many in row.steps])
        return found


def filed(answered: bool = True) -> Report:
    with db.transaction() as tx:
        report = reports.filed(tx, category="pju")
        if answered:
            report.first_answered_at = NOW
        return report


def test_each_rung_comes_at_its_time_once_to_whom_it_means(crew: dict[str, Officer]) -> None:
    report = filed()
    for hours in (0, 1, 60, 90, 175, 222):
        sweep(NOW + timedelta(hours=hours))
        sweep(NOW + timedelta(hours=hours))
    assert rungs(report) == [75, 100, 150, 200]
    assert summaries() == {
        "petugas": [[[75, 1]]], "kepala": [[[100, 1]]], "operator": [[[150, 1]]], "pimpinan": [[[200, 1]]],
    }  # fmt: skip


def test_after_a_downtime_everybody_gets_one_summary(crew: dict[str, Officer]) -> None:
    made = [filed(answered=False) for _ in range(7)]
    sweep()
    assert rungs(made[0]) == rungs(made[6], "tanggapan") == [75, 100, 150, 200]
    assert summaries() == {
        "petugas": [[[75, 7]]], "kepala": [[[100, 7]]], "operator": [[[150, 7]]],
        "pimpinan": [[[200, 7]]],
    }  # fmt: skip
    assert sweep() == 0


def test_a_sweep_that_dies_between_the_rungs_and_the_telling_loses_nothing(crew: dict[str, Officer]) -> None:
    filed()
    with db.transaction() as tx:
        laddering.climb(tx, now=LONG_AFTER)
    filed()
    sweep()
    assert summaries()["petugas"] == [[[75, 2]]]


def closed(tx: Session, officer: Officer, report: Report) -> None:
    work.change_status(tx, officer=officer, report=report, to=Status.SELESAI, reason="x", now=NOW)


def joined(tx: Session, officer: Officer, report: Report) -> None:
    head = reports.filed(tx, category="pju")
    head.first_answered_at = NOW
    joining.join(tx, officer=officer, report=report, into=head.number, now=NOW)


def asked(tx: Session, officer: Officer, report: Report) -> None:
    work.ask(tx, officer=officer, report=report, text="Di sebelah mana?", now=NOW)


@pytest.mark.parametrize("leave", [closed, joined, asked])
def test_what_ended_was_joined_or_waits_leaves_the_ladder(
    crew: dict[str, Officer], leave: Callable[[Session, Officer, Report], None]
) -> None:
    report = filed()
    with db.transaction() as tx:
        leave(tx, crew["petugas"], tx.get_one(Report, report.id))
    sweep()
    assert rungs(report) == []


def test_what_waited_or_was_joined_comes_back_with_its_time(crew: dict[str, Officer]) -> None:
    one, other = filed(), filed()
    with db.transaction() as tx:
        asked(tx, crew["petugas"], tx.get_one(Report, one.id))
        joined(tx, crew["petugas"], tx.get_one(Report, other.id))
    with db.transaction() as tx:
        officer, back = crew["petugas"], NOW + 10 * DAY
        work.change_status(
            tx, officer=officer, report=tx.get_one(Report, one.id), to=Status.DIPROSES, reason="", now=back
        )
        joining.part(tx, officer=officer, report=tx.get_one(Report, other.id), now=back)
    sweep(NOW + 10 * DAY)
    assert (rungs(one), rungs(other)) == ([], [75, 100, 150, 200])
    sweep(NOW + 16 * DAY)
    assert rungs(one)[:2] == [75, 100]


def test_a_moved_date_starts_the_ladder_anew_for_what_is_not_passed_under_it(
    crew: dict[str, Officer],
) -> None:
    report = filed()
    sweep(NOW + 3 * DAY)
    assert rungs(report) == [75]
    with db.transaction() as tx:
        moving.move_end(
            tx,
            officer=crew["kepala"],
            report=tx.get_one(Report, report.id),
            day=(NOW + 16 * DAY).date(),
            cause="cuaca",
            words="",
            now=NOW + 3 * DAY,
        )
    sweep(NOW + 4 * DAY)
    assert rungs(report) == [75]
    sweep(NOW + 15 * DAY)
    assert rungs(report) == [75, 75]


def test_nobody_of_an_accused_office_is_told_and_no_rung_is_lost_where_nobody_is(
    crew: dict[str, Officer],
) -> None:
    report = filed()
    with db.transaction() as tx:
        tx.add(Accusation(report_id=report.id, agency_code="dbmsda"))
        tx.get_one(Officer, crew["pimpinan"].id).active = False
    sweep()
    assert summaries() == {"operator": [[[75, 1], [100, 1], [150, 1], [200, 1]]]}


def test_the_sweep_reads_what_is_due_by_its_index_and_in_few_queries(crew: dict[str, Officer]) -> None:
    for _ in range(3):
        filed()
    with counted() as few:
        assert sweep(NOW) == 0
    assert len(few) <= 4
    with db.reading() as session:
        due = select(Deadline.report_id).where(Deadline.next_at <= NOW).order_by(Deadline.next_at)
        text = str(due.compile(db.engine(), compile_kwargs={"literal_binds": True}))
        if db.is_sqlite():
            plan = " ".join(
                str(row) for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {text}")
            )
        else:
            session.connection().exec_driver_sql("SET enable_seqscan = off")
            plan = " ".join(str(row) for row in session.connection().exec_driver_sql(f"EXPLAIN {text}"))
    assert "ix_deadline_next_at" in plan


def test_a_rung_is_written_once_whoever_sweeps(crew: dict[str, Officer]) -> None:
    report = filed()
    sweep()
    with db.transaction() as tx:
        tx.get_one(Deadline, (report.id, "selesai")).next_at = NOW  # as if somebody had armed it again
    sweep()
    with db.reading() as session:
        assert len(session.scalars(select(LadderStep)).all()) == 4


def test_a_report_late_by_both_clocks_is_listed_and_counted_once(crew: dict[str, Officer]) -> None:
    report = filed(answered=False)
    sweep()
    with db.reading() as session:
        listed = laddering.warned(session, crew["kepala"], 100)
        assert [row[0].id for row in listed] == [report.id]
        assert laddering.standing(session, crew["kepala"]) == {listed[0][1].told: 1}
        assert laddering.warned(session, crew["kepala"], 75, below=100) == []  # it is beyond by one clock
