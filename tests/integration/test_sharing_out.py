"""Reports come into hands in turn, past who is on leave, and nobody's twice; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from routing.errors import BadInput
from routing.reports import holding, leave, sharing_out
from storage import clock, db
from storage.db import transaction
from storage.models import Event, Officer, Report
from tests.factories import city, people, reports

NOW = city.NOW
TODAY = NOW.astimezone(clock.LOCAL).date()


@pytest.fixture
def crew(database: str) -> list[int]:
    with transaction() as tx:
        city.load(tx)
        made = [people.officer(tx) for _ in range(3)] + [people.officer(tx, "kepala")]
        return [one.id for one in made]


def share(now: object = NOW) -> int:
    with transaction() as tx:
        return sharing_out.run(tx, now=now)  # type: ignore[arg-type]


def holders() -> list[int | None]:
    with db.reading() as session:
        return list(session.scalars(select(Report.holder_id).order_by(Report.id)))


def rule(crew: list[int], sharing: str) -> None:
    with transaction() as tx:
        head = tx.get_one(Officer, crew[3])
        sharing_out.set_rule(tx, head=head, sharing=sharing, officers=crew[:3], now=NOW)


def test_in_turn_past_who_is_on_leave_and_nothing_twice(crew: list[int]) -> None:
    one, two, three, head = crew
    with transaction() as tx:
        reports.filed(tx, now=NOW - timedelta(hours=1))  # was there before
    rule(crew, "bergilir")
    with transaction() as tx:
        for _ in range(4):
            reports.filed(tx)
        boss, away = tx.get_one(Officer, head), tx.get_one(Officer, two)
        leave.make(tx, officer=away, by=boss, to=three, first=TODAY, last=TODAY, all_held=False, now=NOW)
    assert (share(), share()) == (4, 0)
    assert holders() == [None, one, three, one, three]
    with transaction() as tx:  # what somebody let go waits for a person
        report = tx.scalars(select(Report).where(Report.holder_id == one)).first()
        assert report is not None
        holding.give(tx, officer=tx.get_one(Officer, one), report=report, to=None, now=NOW)
    assert share() == 0


def test_leave_takes_over_hands_on_and_ends_by_itself(crew: list[int]) -> None:
    one, two, _, head = crew
    later = NOW + timedelta(days=2)
    with transaction() as tx:
        held, given = reports.filed(tx), reports.filed(tx)
        away, boss = tx.get_one(Officer, one), tx.get_one(Officer, head)
        holding.give(tx, officer=away, report=held, to=one, now=NOW)
        wanted = {"first": TODAY, "last": TODAY + timedelta(days=1), "all_held": True, "now": NOW}
        leave.make(tx, officer=away, by=away, to=two, **wanted)  # type: ignore[arg-type]
        with pytest.raises(BadInput):  # the same days twice
            leave.make(tx, officer=away, by=away, to=two, **wanted)  # type: ignore[arg-type]
        holding.give(tx, officer=boss, report=given, to=one, now=NOW)
        assert given.holder_id == two
    with db.reading() as session:  # events are numbered when they are committed
        told = select(Event.data).where(Event.kind == "report_given").order_by(Event.seq.desc())
        assert session.scalars(told.limit(1)).one()["for"] == one
    assert (share(), share()) == (1, 0)
    assert holders() == [two, two]
    with transaction() as tx:
        report = tx.scalars(select(Report).order_by(Report.id.desc())).first()
        assert report is not None
        holding.give(tx, officer=tx.get_one(Officer, head), report=report, to=one, now=later)
    assert holders() == [two, one]


def test_what_is_held_goes_past_a_stand_in_who_is_away_too(crew: list[int]) -> None:
    one, two, three, _ = crew
    with transaction() as tx:
        held = reports.filed(tx)
        for who, to, everything in ((two, three, False), (one, two, True)):
            away = tx.get_one(Officer, who)
            leave.make(
                tx, officer=away, by=away, to=to, first=TODAY, last=TODAY, all_held=everything, now=NOW
            )
        holding.give(tx, officer=tx.get_one(Officer, one), report=held, to=one, now=NOW)
    assert (share(), holders()) == (1, [three])
