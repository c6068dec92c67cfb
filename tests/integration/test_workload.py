"""Laporan: figures of one's own field of work, and each leads to just the reports it was counted from."""

from datetime import timedelta
from typing import Any

import pytest

from routing import exports, workload
from routing.city.catalogue import catalogue
from routing.domain.lifecycle import Status
from routing.errors import BadInput
from routing.figures import Promises
from routing.reports.door import visible_to
from routing.reports.filters import Filters
from routing.workload import Workload
from storage import db, events, kept
from storage.clock import LOCAL
from storage.event_kinds import EventKind
from storage.models import Officer, Report
from tests.factories import city, people, reports
from tests.factories.city import NOW

TODAY = NOW.astimezone(LOCAL).date()
MONTH: dict[str, Any] = {"since": TODAY - timedelta(days=29), "until": TODAY}


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def ended(report: Report, *, days: float, moved: int = 0, rating: int | None = None) -> Report:
    report.status, report.moved, report.rating = Status.SELESAI, moved, rating
    report.first_answered_at = report.created_at + timedelta(hours=2)
    report.resolved_at = report.created_at + timedelta(days=days)
    report.resolve_due = report.created_at + timedelta(days=3)
    return report


def counted(officer: Officer, by: str, **asked: Any) -> tuple[Filters, Workload]:
    with db.reading() as session:
        filters = workload.checked(officer, Filters(**MONTH | asked), by)
        return filters, workload.count(session, catalogue(session), officer, filters, by, now=NOW)


def made(tx: Any) -> tuple[Officer, Officer]:
    """Twenty-four of the office, all but one finished, and one of another; the officer and a colleague."""
    me, other = people.officer(tx), people.officer(tx)
    for number in range(23):
        days = 5 if number < 2 else 1
        row = ended(
            reports.filed(tx, now=NOW - timedelta(days=10)), days=days, moved=int(number == 2), rating=4
        )
        row.holder_id = me.id if number % 2 else other.id
    reports.filed(tx, now=NOW - timedelta(days=9))
    ended(reports.filed(tx, now=NOW - timedelta(days=40)), days=2)
    reports.filed(tx, category="sampah", now=NOW - timedelta(days=2))
    return me, other


def test_of_many_reports_they_are_kept_for_each_officer_and_what_was_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept.forget()
    monkeypatch.setattr(kept, "MANY", 20)
    with db.transaction() as tx:
        me, other = made(tx)
    for _ in range(2):
        first = counted(me, "kategori")[1]
    with db.transaction() as tx:
        reports.filed(tx, now=NOW - timedelta(days=1))
    assert counted(me, "kategori")[1] == first
    assert counted(other, "kategori")[1].whole.now.came == first.whole.now.came + 1
    assert counted(me, "kelurahan")[1].whole.now.came == first.whole.now.came + 1
    with db.transaction() as tx:
        events.record(tx, kind=EventKind.REPORT_NOTED, actor=f"petugas:{me.id}", now=NOW)
    assert counted(me, "kategori")[1].whole.now.came == first.whole.now.came + 1
    kept.forget()


def test_the_figures_are_of_the_officers_reports_and_compared_with_the_period_before() -> None:
    with db.transaction() as tx:
        me, _ = made(tx)
    _, found = counted(me, "kategori")
    facts = found.whole.now
    assert (facts.came, facts.ended, facts.promises) == (24, 23, Promises(kept=20, moved=1, late=2))
    assert facts.share == round(100 * 20 / 23, 1)
    assert facts.first is not None
    assert (facts.first.count, facts.first.median) == (23, 2.0)
    assert facts.ratings is not None
    assert (facts.ratings.mean, facts.ratings.count) == (4.0, 23)
    assert (found.whole.before.came, found.whole.before.share) == (1, None)  # one is no share
    assert found.whole.backlog == (0, 0, 1, 0)
    assert [line.code for line in found.lines] == ["jalan_rusak"]
    assert sum(came for _, came, _ in found.days) == 24


@pytest.mark.parametrize("by", ["instansi", "kategori", "kelurahan", "saluran"])
def test_each_figure_leads_to_just_the_reports_it_was_counted_from(by: str) -> None:
    with db.transaction() as tx:
        made(tx)
        operator = people.officer(tx, "operator", "poc")
    filters, found = counted(operator, by)
    assert found.whole.now.came == 25
    with db.reading() as session:
        door = visible_to(session, operator)
        for line in (*found.lines, found.whole):
            leads = workload.leads_to(filters, by, line)
            assert leads is not None
            told = line.now.promises or Promises(0, 0, 0)
            outcomes = {"": line.now.came, "tepat": told.kept, "diundur": told.moved, "lewat": told.late,
                        "dibuka_lagi": line.now.again}  # fmt: skip
            for outcome, many in outcomes.items():
                narrowed = Filters.model_validate(leads.query(outcome=outcome))  # as the address says it
                assert door.how_many(narrowed, now=NOW) == many, (line.code, outcome)
            open_now = workload.leads_to(filters, by, line, backlog=True)
            assert open_now is not None
            for (since, until), many in zip(workload.ages(NOW), line.backlog, strict=True):
                narrowed = Filters.model_validate(open_now.query(since=since, until=until))
                assert door.how_many(narrowed, now=NOW) == many


def test_officers_are_told_apart_to_their_own_office_alone_and_to_a_petugas_only_the_own() -> None:
    with db.transaction() as tx:
        me, other = made(tx)
        head, operator = people.officer(tx, "kepala"), people.officer(tx, "operator", "poc")
        watcher = people.officer(tx, "pemantau")
    _, mine = counted(me, "petugas")
    assert [line.code for line in mine.lines] == [str(me.id)]
    _, theirs = counted(head, "petugas")
    assert {line.code for line in theirs.lines} == {str(me.id), str(other.id), ""}
    for nobody in (operator, watcher):
        with pytest.raises(BadInput):
            counted(nobody, "petugas")


@pytest.mark.parametrize("days", [{"since": None}, {"until": TODAY - timedelta(days=40)},
                                  {"since": TODAY - timedelta(days=92)}])  # fmt: skip
def test_days_the_wrong_way_round_or_too_many_are_refused(days: dict[str, Any]) -> None:
    with db.transaction() as tx:
        officer = people.officer(tx)
    with pytest.raises(BadInput):
        counted(officer, "kategori", **days)


def test_a_file_of_the_figures_says_what_the_page_says() -> None:
    with db.transaction() as tx:
        me, _ = made(tx)
        asked = {"menurut": "kategori", "dari": str(MONTH["since"]), "sampai": str(MONTH["until"])}
        order = exports.order(tx, officer=me, kind="angka", form="xlsx", asked=asked, now=NOW)
    rows = [list(row) for row in exports.KINDS["angka"].rows(db.reading, me.id, order.asked, NOW)]
    _, found = counted(me, "kategori")
    assert rows == [list(workload.row(line)) for line in (*found.lines, found.whole)]
    by_day = [list(row) for row in exports.KINDS["harian"].rows(db.reading, me.id, order.asked, NOW)]
    assert by_day == [[f"{day:%Y-%m-%d}", came, ended] for day, came, ended in found.days]
    assert sum(int(row[1]) for row in by_day) == found.whole.now.came
    assert all(len(row) == len(workload.COLUMNS) for row in rows)
