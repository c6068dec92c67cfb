"""A deed for many reports: undone without a trace, done once whoever dies, refused one by one."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from routing.domain.lifecycle import Status
from routing.errors import BadInput, NotAllowed, NotFound, Refused
from routing.reports import bulk, officers_work
from sorot import bulk_work
from storage import db
from storage.models import BulkAct, BulkItem, Event, Message, Officer, Outbox, Report
from tests.factories import city, people, reports
from tests.factories.city import NOW

LATER = NOW + bulk.UNDO


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


@pytest.fixture
def three(_city: None) -> tuple[Officer, list[str]]:
    """A petugas and three reports of the office."""
    with db.transaction() as tx:
        officer = people.officer(tx)
        return officer, [reports.filed(tx).number for _ in range(3)]


def ordered(officer: Officer, deed: str, numbers: list[str], **given: str) -> int:
    with db.transaction() as tx:
        act = bulk.order(tx, officer=officer, deed=deed, given=given, numbers=numbers, now=NOW)
        return act.id


def run(at: datetime = LATER) -> int:
    return bulk_work.run(lambda: at)


def state() -> dict[str, Any]:
    """All that an act could have changed."""
    with db.reading() as session:
        rows = session.execute(
            select(Report.status, Report.holder_id, Report.agency_code, Report.updated_at).order_by(Report.id)
        )
        ours = Event.kind.not_in(("bulk_ordered", "bulk_undone"))
        many = [session.scalar(select(func.count()).select_from(t)) for t in (Outbox, Message)]
        return {"rows": list(map(tuple, rows)), "many": many,
                "events": session.scalar(select(func.count()).select_from(Event).where(ours))}  # fmt: skip


def test_nothing_happens_before_the_half_minute_is_over_and_undoing_leaves_all_as_it_was(
    three: tuple[Officer, list[str]],
) -> None:
    officer, numbers = three
    before = state()
    act = ordered(officer, "jawab", numbers, text="Regu kami berangkat hari ini pukul 14.00.")
    assert run(LATER - timedelta(milliseconds=1)) == 0
    assert state() == before
    with db.transaction() as tx:
        bulk.undo(tx, officer=officer, act_id=act, now=LATER - timedelta(milliseconds=1))
    assert run(LATER + timedelta(days=1)) == 0
    assert state() == before
    with db.reading() as session:
        seen = bulk.progress(session, officer, act)
        assert (seen.over, seen.act.status, seen.act.given) == (True, bulk.UNDONE, {})


DEEDS: dict[str, tuple[dict[str, str], Callable[[Report], object]]] = {
    "status": ({"to": "diproses", "reason": "Dijadwalkan."}, lambda r: r.status == Status.DIPROSES),
    "teruskan": ({"agency": "dlh", "reason": "Urusan kebersihan."}, lambda r: r.agency_code == "dlh"),
    "kategori": ({"category": "sampah"}, lambda r: r.category_code == "sampah"),
    "jawab": ({"text": "Sudah kami catat."}, lambda r: r.first_answered_at is not None),
    "pegang": ({"petugas": "me"}, lambda r: r.holder_id is not None),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_each_deed_is_done_with_each_report_once(deed: str, three: tuple[Officer, list[str]]) -> None:
    officer, numbers = three
    given, holds = DEEDS[deed]
    act = ordered(
        officer, deed, numbers, **{k: str(officer.id) if v == "me" else v for k, v in given.items()}
    )
    assert run() == 3
    once = state()
    assert run() == 0
    assert state() == once
    with db.reading() as session:
        assert all(holds(report) for report in session.scalars(select(Report)))
        seen = bulk.progress(session, officer, act)
        assert (seen.over, seen.total, seen.done, seen.refused) == (True, 3, 3, [])
        assert not {"text", "reason"} & set(seen.act.given)


def test_what_cannot_be_done_is_listed_with_the_reason_and_stops_nothing(
    three: tuple[Officer, list[str]],
) -> None:
    officer, numbers = three
    act = ordered(officer, "status", numbers, to="diproses", reason="")
    with db.transaction() as tx:  # in the half minute a colleague ends one, and one goes to another office
        first, second = (tx.scalars(select(Report).where(Report.number == n)).one() for n in numbers[:2])
        officers_work.change_status(
            tx, officer=officer, report=first, to=Status.DITOLAK, reason="Bukan.", now=NOW
        )
        officers_work.forward(tx, officer=officer, report=second, agency="dlh", reason="DLH.", now=NOW)
    run()
    with db.reading() as session:
        seen = bulk.progress(session, officer, act)
        assert (seen.done, seen.refused_in_all) == (1, 2)
        assert [number for number, why in seen.refused if why] == numbers[:2]


def test_a_process_that_dies_in_between_does_nothing_twice(
    three: tuple[Officer, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, numbers = three
    act = ordered(officer, "jawab", numbers, text="Sudah kami catat.")
    done = bulk.carry_out

    def dies(tx: Any, item: BulkItem, now: datetime) -> None:
        done(tx, item, now)
        if tx.scalar(select(func.count()).select_from(BulkItem).where(BulkItem.status == bulk.DONE)) == 2:
            raise KeyboardInterrupt  # before its transaction commits

    monkeypatch.setattr(bulk, "carry_out", dies)
    with pytest.raises(KeyboardInterrupt):
        run()
    with db.reading() as session:
        assert bulk.progress(session, officer, act).done == 1
        with pytest.raises(Refused), db.transaction() as tx:
            bulk.undo(tx, officer=officer, act_id=act, now=LATER)
    monkeypatch.setattr(bulk, "carry_out", done)
    assert run() == 2
    with db.reading() as session:
        assert session.scalar(select(func.count()).where(Message.direction == "keluar")) == 3


def test_a_fault_of_ours_leaves_that_report_alone_and_says_so(
    three: tuple[Officer, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, numbers = three
    act = ordered(officer, "jawab", numbers, text="Sudah kami catat.")
    done = bulk.carry_out

    def broken(tx: Any, item: BulkItem, now: datetime) -> None:
        done(tx, item, now)
        if tx.get_one(Report, item.report_id).number == numbers[1]:
            raise ValueError("broken")

    monkeypatch.setattr(bulk, "carry_out", broken)
    run()
    with db.reading() as session:
        seen = bulk.progress(session, officer, act)
        assert (seen.done, seen.refused) == (2, [(numbers[1], bulk_work.FAULT)])
        assert session.scalar(select(func.count()).where(Message.direction == "keluar")) == 2


def test_only_ones_own_reach_is_chosen_and_only_ones_own_act_is_undone(
    three: tuple[Officer, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, numbers = three
    with db.transaction() as tx:
        elsewhere, mayor = people.officer(tx, agency="dlh"), people.officer(tx, "pimpinan", None)
        foreign = reports.filed(tx, category="sampah").number
    refusals = [
        (elsewhere, "jawab", {"text": "x"}, BadInput), (mayor, "jawab", {"text": "x"}, NotAllowed),
        (officer, "jawab", {"text": " "}, BadInput), (officer, "hapus", {}, BadInput),
        (officer, "status", {"to": "ditarik"}, BadInput), (officer, "pegang", {"petugas": "x"}, BadInput),
        (officer, "teruskan", {"agency": "dlh"}, BadInput),
    ]  # fmt: skip
    for who, deed, given, error in refusals:
        with pytest.raises(error):
            ordered(who, deed, numbers, **given)
    act = ordered(officer, "jawab", [*numbers, foreign, "BKS-0000-00000"], text="Sudah kami catat.")
    with db.transaction() as tx:
        assert bulk.progress(tx, officer, act).total == 3
        with pytest.raises(NotFound):
            bulk.undo(tx, officer=elsewhere, act_id=act, now=NOW)
        assert [a.id for a in bulk.under_way(tx, officer)] == [act]
    monkeypatch.setattr(bulk, "MOST", 2)
    with pytest.raises(BadInput):
        ordered(officer, "jawab", numbers, text="x")


def test_an_act_is_forgotten_and_a_dismissed_officers_act_does_nothing(
    three: tuple[Officer, list[str]],
) -> None:
    officer, numbers = three
    act = ordered(officer, "jawab", numbers, text="Sudah kami catat.")
    with db.transaction() as tx:
        tx.get_one(Officer, officer.id).active = False
    run()
    with db.transaction() as tx:
        assert bulk.progress(tx, officer, act).done == 0
        bulk.forget(tx, LATER + bulk.LATELY)
    with db.reading() as session:
        assert (
            session.scalars(select(BulkAct.id)).all() == session.scalars(select(BulkItem.act_id)).all() == []
        )
