"""Events (kejadian): found from what comes in, worked on by officers, every step taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from routing.errors import BadInput, NotAllowed, NotFound, Refused
from routing.incidents import checklist, members, noticing, reading, surging, timeline, working
from routing.incidents.reading import Happening
from routing.reports import bundling
from routing.warnings.alerts import raise_alert
from storage import db
from storage.models import Event, Incident, Officer, Outbox, Report
from tests.factories import city, people, reports
from tests.factories.city import KRANJI, KRANJI_POINT, MARGAHAYU, NOW
from tests.factories.sensors import gauge

LATER = NOW + timedelta(minutes=20)
MARGAHAYU_POINT = (-6.2510, 107.0100)


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)
        noticing.notice(tx, now=NOW)  # the bookmark


def flood(many: int = 1, *, point: tuple[float, float] = KRANJI_POINT, kelurahan: str = KRANJI) -> list[str]:
    """Reports of different residents, some metres apart."""
    with db.transaction() as tx:
        return [
            reports.filed(
                tx, category="banjir_genangan", kelurahan=kelurahan,
                lat=point[0] + number / 2000, lon=point[1], facts={"titik": "tepat"},
                text="Banjir selutut di jalan depan rumah.", now=NOW + timedelta(minutes=number),
            ).number
            for number in range(many)
        ]  # fmt: skip


def notice(after: timedelta = LATER - NOW) -> int:
    with db.transaction() as tx:
        return noticing.notice(tx, now=NOW + after)


def officer(role: str = "operator", agency: str | None = None) -> int:
    with db.transaction() as tx:
        return people.officer(tx, role, agency).id


def listed(by: int, **more: object) -> list[Happening]:
    with db.reading() as session:
        return reading.listed(session, session.get_one(Officer, by), now=LATER, **more)  # type: ignore[arg-type]


def do(name: str, by: int, **more: object) -> Incident:
    with db.transaction() as tx:
        deed = getattr(working, name)
        found: Incident = deed(tx, officer=tx.get_one(Officer, by), now=LATER, **more)
        return found


def inside(incident_id: int) -> list[str]:
    with db.reading() as session:
        ids = members.inside(session, session.get_one(Incident, incident_id))
        found = select(Report.number).where(Report.id.in_(ids)).order_by(Report.id)
        return list(session.scalars(found))


def test_three_residents_near_one_another_propose_an_event_and_a_fifth_confirms_it_by_rule() -> None:
    by, numbers = officer(), flood(2)
    assert notice() == 2
    assert listed(by) == []
    numbers += flood(1)
    notice()
    [found] = listed(by)
    assert (found.state, found.title, found.reports, found.people) == ("diusulkan", "Banjir di Kranji", 3, 3)
    assert found.reasons == ("3 warga melaporkan banjir dalam 1 menit",)
    assert found.kelurahan == (KRANJI,)
    assert {"bpbd", "dbmsda"} <= set(found.agencies)
    assert len(found.outline) > 3
    numbers += flood(2)
    notice()
    [found] = listed(by)
    assert (found.state, found.rule, found.reports) == ("terbuka", "5 warga melaporkan", 5)
    assert inside(found.id) == numbers
    assert notice() == 0  # nothing is looked at twice


def test_a_gauge_upstream_and_the_places_its_water_reaches_are_one_event() -> None:
    by = officer()
    with db.transaction() as tx:
        stream = gauge(tx)
        stream.thing.downstream = [{"kelurahan": MARGAHAYU, "minutes": 120, "minutes_latest": 180}]
        raise_alert(tx, stream=stream, level=2, value=310, at=NOW - timedelta(hours=2), now=NOW)
    notice()
    assert listed(by) == []  # an alert alone is a row in the queue already
    flood(1, point=MARGAHAYU_POINT, kelurahan=MARGAHAYU)
    flood(1, point=(-6.40, 106.95), kelurahan="32.75.10.1001")  # of no river
    notice()
    [found] = listed(by)
    assert (found.state, found.rule, found.siaga) == ("terbuka", "Siaga 2 dan laporan warga", 2)
    assert [gauge.name for gauge in found.gauges] == ["Cileungsi Hulu"]
    assert set(found.kelurahan) == {KRANJI, MARGAHAYU}
    with db.reading() as session:
        who, row = session.get_one(Officer, by), session.get_one(Incident, found.id)
        rows = timeline.reports(session, who, row)
        told = [moment.said for moment in timeline.timeline(session, who, row)]
    assert rows[1].river == ("di hilir Cileungsi Hulu, air sekitar 2–3 jam",)
    assert {"Peringatan dari alat pantau", "Laporan dibuat", "Kejadian dipastikan"} <= set(told)


def test_every_step_is_taken_back_and_traced() -> None:
    by, numbers = officer(), flood(3)
    notice()
    [found] = listed(by)
    do("dismiss", by, incident_id=found.id, reason="Latihan warga.")
    assert listed(by) == []
    do("restore", by, incident_id=found.id)
    do("confirm", by, incident_id=found.id)
    do("take_out", by, incident_id=found.id, number=numbers[0])
    assert inside(found.id) == numbers[1:]
    do("put_in", by, incident_id=found.id, number=numbers[0])
    new = do("split", by, incident_id=found.id, numbers=numbers[:1], title="Banjir gang belakang")
    assert (inside(found.id), inside(new.id)) == (numbers[1:], numbers[:1])
    do("join", by, incident_id=new.id, into_id=found.id)
    assert (inside(found.id), inside(new.id)) == (numbers, [])
    do("part", by, incident_id=new.id)
    assert (inside(found.id), inside(new.id)) == (numbers[1:], numbers[:1])
    do("draw", by, incident_id=found.id, ring=[[106.9, -6.2], [107.0, -6.2], [107.0, -6.3], [106.9, -6.2]])
    assert next(one for one in listed(by) if one.id == found.id).drawn
    do("draw", by, incident_id=found.id, ring=None)
    do("close", by, incident_id=found.id, reason="Air surut.")
    do("reopen", by, incident_id=found.id)
    with db.reading() as session:
        kinds = set(session.scalars(select(Event.kind).where(Event.actor == f"petugas:{by}")))
    steps = [
        "confirmed",
        "dismissed",
        "restored",
        "grew",
        "shrank",
        "joined",
        "parted",
        "split",
        "drawn",
        "closed",
        "reopened",
    ]
    assert {f"incident_{step}" for step in steps} <= kinds


def test_what_was_taken_out_is_not_put_in_again_by_itself() -> None:
    by, numbers = officer(), flood(5)
    notice()
    [found] = listed(by)
    do("take_out", by, incident_id=found.id, number=numbers[4])
    with db.transaction() as tx:
        report = tx.scalars(select(Report).where(Report.number == numbers[4])).one()
        assert members.taken_out(tx, report.id) == {found.id}
        tx.get_one(noticing.ChannelState, noticing.BOOKMARK).value = {"seq": 0}
    notice()
    assert inside(found.id) == numbers[:4]


def test_one_message_reaches_all_who_reported() -> None:
    by = officer()
    flood(5)
    notice()
    [found] = listed(by)
    assert found.bundle_id is not None
    with db.transaction() as tx:
        who = tx.get_one(Officer, by)
        told = bundling.tell(
            tx,
            officer=who,
            bundle_id=found.bundle_id,
            text="Pompa sudah jalan. Hindari Jl. Bintara.",
            now=LATER,
        )
    assert told == 5
    with db.reading() as session:
        assert len(session.scalars(select(Outbox).where(Outbox.key == "notice-bundle")).all()) == 5


def test_an_office_sees_its_own_events_and_others_do_not() -> None:
    flood(3)
    notice()
    [found] = listed(officer("kepala", "bpbd"))
    assert found.reports == 0  # BPBD answers for floods; the reports lie with the road office
    assert [one.reports for one in listed(officer("petugas", "dbmsda"))] == [3]
    stranger = officer("petugas", "dishub")
    assert listed(stranger) == []
    with pytest.raises(NotFound):
        do("confirm", stranger, incident_id=found.id)
    with pytest.raises(NotAllowed):
        do("confirm", officer("pimpinan"), incident_id=found.id)


def test_steps_that_cannot_be_are_refused_and_change_nothing() -> None:
    by, numbers = officer(), flood(3)
    notice()
    [found] = listed(by)
    with pytest.raises(Refused, match="kejadian_langkah"):
        do("reopen", by, incident_id=found.id)
    with pytest.raises(Refused, match="kejadian_lain_jenis"):
        do("join", by, incident_id=found.id, into_id=found.id)
    with pytest.raises(BadInput, match="kejadian_pecah"):
        do("split", by, incident_id=found.id, numbers=numbers, title="")
    with pytest.raises(BadInput, match="kejadian_batas"):
        do("draw", by, incident_id=found.id, ring=[[0.0, 0.0]])
    with pytest.raises(BadInput, match="kejadian_jenis"):
        do("make", by, kind="rapat", title="", numbers=[])
    assert inside(found.id) == numbers
    assert [one.state for one in listed(by)] == ["diusulkan"]


def test_a_secret_report_makes_no_event() -> None:
    by = officer()
    with db.transaction() as tx:
        for _ in range(4):
            reports.filed(
                tx, category="banjir_genangan", privacy="rahasia", lat=KRANJI_POINT[0], lon=KRANJI_POINT[1],
                facts={"titik": "tepat"},
            )  # fmt: skip
    notice()
    assert listed(by) == []


def test_a_surge_proposes_an_event_once_and_says_what_is_usual() -> None:
    by = officer()
    with db.transaction() as tx:
        for week in range(1, 10):
            reports.filed(tx, category="listrik", now=NOW - timedelta(weeks=week, minutes=30))
        for minute in range(1, 9):
            reports.filed(tx, category="listrik", now=NOW + timedelta(minutes=minute))
    later = NOW + timedelta(minutes=10)
    with db.transaction() as tx:
        assert surging.look(tx, now=later) == 1
        assert surging.look(tx, now=later) == 0
    [found] = listed(by)
    assert found.reports == 8
    [proof] = found.evidence
    assert proof.said.startswith("Lonjakan: 8 laporan dalam satu jam; biasanya")
    do("dismiss", by, incident_id=found.id, reason="Uji.")
    with db.reading() as session:
        assert surging.false_alarms_a_week(session, now=later) == 0.25


def test_the_checklist_of_its_kind_is_ticked_and_taken_back_and_stands_in_the_timeline() -> None:
    by = officer()
    flood(3)
    notice()
    [found] = listed(by)

    def tick(step: str, done: bool, who: int = by) -> list[str]:
        with db.transaction() as tx:
            asked = {"incident_id": found.id, "step": step, "done": done, "now": LATER}
            row = checklist.tick(tx, officer=tx.get_one(Officer, who), **asked)  # type: ignore[arg-type]
            return [one.code for one in checklist.checklist(tx, row) if one.at]

    assert tick("hulu", True) == tick("hulu", True) == ["hulu"]  # a second press is no second step
    assert tick("pompa", True) == ["hulu", "pompa"]
    assert tick("hulu", False) == ["pompa"]
    with pytest.raises(BadInput):
        tick("entah", True)
    with pytest.raises(NotAllowed):
        tick("hulu", True, officer("pimpinan"))
    with db.reading() as session:
        row = session.get_one(Incident, found.id)
        told = timeline.timeline(session, session.get_one(Officer, by), row)
    said = [one.said for one in told if one.detail]
    assert said.count("Daftar periksa dicentang") == 2
    assert said.count("Centang daftar periksa dibatalkan") == 1
