"""Rules about what is measured, in the database: one matter a subject, ended as the rule says."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from routing.domain.lifecycle import Status
from routing.errors import BadInput, Refused
from sensors import things
from sensors.alarms import book, following
from sensors.alarms.trying import try_on_past
from sensors.domain.alarms.rules import BadSensorRules, CheckKind, SensorCheck, SensorRule, put
from sensors.domain.reading import Measurement
from sensors.ingest import Arrival, ingest_all
from storage.db import reading, transaction
from storage.models import Event, Officer, Report, SensorAlarm
from tests.factories import city
from tests.factories.city import NOW

pytestmark = pytest.mark.usefixtures("database")
DARK = SensorCheck("daya_lampu", CheckKind.BELOW, limit=5, back=8)
RULE = SensorRule("lampu-padam", "Lampu padam", (DARK,), "dishub", "pju", urgent=True)
PANEL = replace(RULE, at_least=2, group="panel", code="panel-padam", name="Panel padam")


@pytest.fixture
def admin() -> Officer:
    with transaction() as tx:
        city.load(tx)
        officer = Officer(username="ani", name="Ani", role="admin", agency_code=None, created_at=NOW)
        tx.add(officer)
        for number in (1, 2, 3):
            things.register(tx, code=f"lampu-{number}", name=f"Lampu {number}", kind="daya_lampu", lat=-6.2,
                            lon=107.0, properties={"panel": "P-7"})  # fmt: skip
    return officer


def save(officer: Officer, *rules: SensorRule, base: int = 0, why: str = "uji") -> None:
    with transaction() as tx:
        for number, rule in enumerate(rules):
            with_it = partial(put, rule=rule)
            book.save(tx, with_it, base=base + number, why=why, officer=officer, now=NOW)


def measure(minute: int, *watts: tuple[int, float]) -> None:
    at = NOW + timedelta(minutes=minute)
    with transaction() as tx:
        streams = things.streams_of(tx, [f"lampu-{number}" for number, _ in watts])
        arrivals = [
            Arrival(streams[f"lampu-{number}"][""][0], Measurement(at, value)) for number, value in watts
        ]
        ingest_all(tx, arrivals, now=at)


def follow(minute: int) -> int:
    with transaction() as tx:
        return following.follow(tx, now=NOW + timedelta(minutes=minute))


def queue() -> list[tuple[str, str | None, str]]:
    with reading() as session:
        rows = session.scalars(select(Report).where(Report.kind == "peringatan").order_by(Report.id))
        return [(row.facts["sensor_rule"], row.agency_code, row.status) for row in rows]


def test_what_holds_is_one_matter_at_the_agency_until_it_holds_no_more(admin: Officer) -> None:
    save(admin, RULE)
    measure(0, (1, 90), (2, 3))
    assert [follow(0), follow(1)] == [1, 0]
    assert queue() == [("lampu-padam", "dishub", Status.MENUNGGU)]
    measure(2, (2, 7))  # not yet where it ends
    follow(2)
    measure(3, (2, 9))
    follow(3)
    assert queue() == [("lampu-padam", "dishub", Status.SELESAI)]
    measure(4, (2, 2))
    follow(4)
    assert [status for *_, status in queue()] == [Status.SELESAI, Status.MENUNGGU]
    with reading() as session:
        report = session.scalars(select(Report).order_by(Report.id)).first()
        assert report is not None
        assert report.text.startswith("Lampu padam, sejak ")
        assert "Lampu 2 3 W" in report.text
        kinds = session.scalars(
            select(Event.kind).where(Event.report_id == report.id).order_by(Event.seq)
        ).all()
        assert kinds == ["sensor_rule_held", "sensor_rule_ended"]
        closed = session.scalars(select(SensorAlarm.closed_at).order_by(SensorAlarm.id)).all()
        assert closed == [NOW + timedelta(minutes=3), None]


def test_a_matter_a_person_ends_stays_open_and_a_group_counts_together(admin: Officer) -> None:
    save(admin, replace(PANEL, ends="petugas", hold=5))
    measure(0, (1, 3), (2, 90), (3, 90))
    follow(0)
    measure(1, (2, 1))
    assert [follow(1), follow(4), follow(6)] == [0, 0, 1]
    measure(7, (1, 90))
    follow(7)
    assert queue() == [("panel-padam", "dishub", Status.MENUNGGU)]
    with reading() as session:
        assert session.scalars(select(SensorAlarm.subject)).all() == ["P-7"]
        assert session.scalars(select(SensorAlarm.closed_at)).one() == NOW + timedelta(minutes=7)


def test_what_has_long_been_silent_opens_nothing_and_silence_itself_can_be_asked(admin: Officer) -> None:
    check = SensorCheck("daya_lampu", CheckKind.MISSING, minutes=100, things=("lampu-1",))
    silent = replace(RULE, code="diam", name="Lampu diam", checks=(check,))
    save(admin, RULE, silent, replace(RULE, code="mati", on=False))
    measure(0, (1, 3))
    assert follow(95) == 0
    assert follow(101) == 1
    assert [rule for rule, *_ in queue()] == ["diam"]


def test_rules_are_saved_as_versions_and_not_over_somebody_elses(admin: Officer) -> None:
    save(admin, RULE)
    with pytest.raises(Refused):
        save(admin, PANEL, base=0)
    with pytest.raises(BadInput):
        save(admin, PANEL, base=1, why=" ")
    for wrong in (replace(PANEL, agency="entah"), replace(PANEL, checks=(replace(DARK, things=("entah",)),))):
        with pytest.raises(BadSensorRules, match="entah"):
            save(admin, wrong, base=1)
    save(admin, PANEL, base=1)
    with reading() as session:
        version, rules = book.in_force(session)
        assert (version, rules) == (2, (RULE, PANEL))
        assert book.of_version(session, 1) == (RULE,)
        assert [name for _, name in book.versions(session)] == ["Ani", "Ani"]


@pytest.mark.parametrize("by_the_hour", [False, True])
def test_a_rule_is_tried_on_the_past_as_it_was_measured(
    admin: Officer, by_the_hour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sensors import rollups
    from sensors.alarms import streams

    for day in range(-3, 0):
        measure(day * 1440, (1, 90), (2, 90))
        measure(day * 1440 + 70, (1, 1))
        measure(day * 1440 + 140, (1, 90))
    if by_the_hour:
        monkeypatch.setattr(streams, "MOST_READINGS", 0)
        worked = 1
        while worked:
            with transaction() as tx:
                worked = rollups.roll(tx, now=NOW + timedelta(hours=3))
    with reading() as session:
        tried = try_on_past(session, RULE, now=NOW)
        assert [name for name, *_ in tried.found] == ["Lampu 1"] * 3
        assert all(ended is not None for *_, ended in tried.found)
        assert tried.asked == 3
        assert (
            try_on_past(session, replace(RULE, checks=(replace(DARK, limit=0, back=0),)), now=NOW).found == ()
        )
    assert queue() == []
