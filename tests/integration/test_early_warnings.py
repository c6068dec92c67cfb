"""Early warnings: those below the gauge who follow none, two signatures or a rule, answers, a way out."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.messages import render
from routing.domain.early import WarningState, seconds_to_send
from routing.errors import NotAllowed, Refused
from routing.people import personal_data
from routing.warnings import depths, early, follows, reached
from routing.warnings.alerts import close_alert, raise_alert
from storage import db, outbox
from storage.event_kinds import EventKind
from storage.models import Datastream, EarlyWarned, EarlyWarning, Event, Officer, Outbox, Person
from storage.notice_kinds import Notice
from tests.factories import city, people, reports
from tests.factories.city import KRANJI, MARGAHAYU, NOW
from tests.factories.sensors import gauge

LATER = NOW + timedelta(minutes=20)


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


@pytest.fixture
def stream(_city: None) -> Datastream:
    """In Kranji; its water is in Margahayu after two to three hours."""
    with db.transaction() as tx:
        return gauge(tx, downstream=(MARGAHAYU, 120, 180))


def resident(kelurahan: str, *, channel: str = "telegram", follow: str | None = None) -> int:
    with db.transaction() as tx:
        person = people.person(tx, channel=channel)
        reports.filed(
            tx, by=person, kelurahan=kelurahan, lat=-6.25123, lon=107.01234, facts={"titik": "tepat"}
        )
        if follow:
            follows.follow(tx, person, follow, now=NOW)
        return person.id


def officer(role: str = "operator") -> int:
    with db.transaction() as tx:
        return people.officer(tx, role, None).id


def rise(stream: Datastream, level: int) -> EarlyWarning:
    with db.transaction() as tx:
        raise_alert(tx, stream=stream, level=level, value=310, at=NOW, now=NOW)
    with db.reading() as session:
        return session.scalars(select(EarlyWarning).order_by(EarlyWarning.id.desc())).first()  # type: ignore[return-value]


def sign(warning: EarlyWarning, by: int) -> EarlyWarning:
    with db.transaction() as tx:
        return early.sign(tx, officer=tx.get_one(Officer, by), warning_id=warning.id, now=LATER)


def told(key: Notice) -> list[int]:
    with db.reading() as session:
        return list(session.scalars(select(Outbox.person_id).where(Outbox.key == key).order_by(Outbox.id)))


def test_two_people_send_it_to_those_below_who_follow_none(stream: Datastream) -> None:
    below, here = resident(MARGAHAYU), resident(KRANJI)
    resident(MARGAHAYU, follow=MARGAHAYU)  # told by their own wish already
    resident("32.75.08.1001")
    resident(MARGAHAYU, channel="web")  # nobody is behind a closed page
    warning, first, second = rise(stream, 2), officer(), officer("pimpinan")
    with db.reading() as session:
        found = reached.audience(session, warning)
        assert (found.people, found.areas, found.followers) == ({"telegram": 2}, {KRANJI: 1, MARGAHAYU: 1}, 1)
        assert [one.kelurahan for one in early.coming(warning)] == [KRANJI, MARGAHAYU]
        assert early.coming(warning)[1].left(NOW + timedelta(minutes=30)) == 90
    assert sign(warning, first).state == WarningState.SIGNED
    with pytest.raises(Refused, match="peringatan_dini_dua_orang"):
        sign(warning, first)
    assert told(Notice.EARLY) == []
    assert sign(warning, second).state == WarningState.SENT
    assert sorted(told(Notice.EARLY)) == [below, here]
    with db.reading() as session:
        event = session.scalars(select(Event).where(Event.kind == EventKind.EARLY_SENT)).one()
        assert event.data["people"] == 2
    with pytest.raises(Refused, match="peringatan_dini_langkah"):
        sign(warning, second)
    with pytest.raises(NotAllowed):
        sign(warning, officer("admin"))


def test_what_they_read_says_when_the_water_comes_and_asks_with_three_buttons(stream: Datastream) -> None:
    resident(MARGAHAYU)
    warning = rise(stream, 2)
    with db.reading() as session:
        said = render("id", Notice.EARLY, early.args_of(session, warning, MARGAHAYU))
        warning.drill = True
        drill = render("en", Notice.EARLY, early.args_of(session, warning, MARGAHAYU))
    assert said.text.startswith("Peringatan dini banjir untuk Kel. Margahayu. Siaga 2 di Cileungsi Hulu")
    assert "paling cepat dalam 2–3 jam" in said.text
    assert "berhenti peringatan" in said.text
    assert [button.id for button in said.buttons] == ["air:belum", "air:rendah", "air:tinggi"]
    assert drill.text.startswith("DRILL. This is no real flood")


def test_at_siaga_1_nobody_need_sign_and_all_clear_reaches_who_was_warned(stream: Datastream) -> None:
    below = resident(MARGAHAYU)
    mild = rise(stream, 3)
    warning = rise(stream, 1)
    assert (warning.state, warning.by_rule) == (WarningState.SENT, True)
    assert told(Notice.EARLY) == [below]
    with db.transaction() as tx:
        assert tx.get_one(EarlyWarning, mild.id).state == WarningState.CANCELLED
        close_alert(tx, stream=stream, value=90, at=LATER, now=LATER)
    assert told(Notice.EARLY_CLEAR) == [below]
    with db.reading() as session:
        assert session.get_one(EarlyWarning, warning.id).state == WarningState.CLEAR


def test_who_was_not_reached_is_tried_again_while_the_water_stands_high(stream: Datastream) -> None:
    resident(MARGAHAYU)
    gone = resident(MARGAHAYU)
    warning = rise(stream, 1)
    with db.transaction() as tx:
        for row in tx.scalars(select(Outbox)):
            row.status = "failed"
        tx.get_one(Person, gone).unreachable_at = NOW
        assert early.repeat(tx, now=NOW + timedelta(minutes=5)) == 0
        assert early.repeat(tx, now=LATER) == 1
        assert early.repeat(tx, now=LATER) == 0
    with db.reading() as session:
        assert reached.delivery(session, warning) == {"queued": 1, "failed": 1}


def test_a_drill_goes_to_who_follows_and_never_to_others(stream: Datastream) -> None:
    resident(MARGAHAYU)
    follower = resident(KRANJI, follow=MARGAHAYU)
    first, second = officer(), officer()
    with db.transaction() as tx:
        drill = early.drill(
            tx, officer=tx.get_one(Officer, first), thing_id=stream.thing_id, level=2, now=NOW
        )
    sign(drill, first)
    sign(drill, second)
    assert told(Notice.EARLY) == [follower]
    with db.transaction() as tx:
        answer = depths.tell(tx, tx.get_one(Person, follower), "rendah", now=LATER)
        assert answer is not None
        assert answer.drill
        early.end_drill(tx, officer=tx.get_one(Officer, first), warning_id=drill.id, now=LATER)
    assert told(Notice.EARLY_CLEAR) == [follower]


def test_the_way_out_is_kept_and_erasing_forgets_all(stream: Datastream) -> None:
    stays, leaves = resident(MARGAHAYU), resident(MARGAHAYU)
    with db.transaction() as tx:
        depths.refuse(tx, tx.get_one(Person, leaves), now=NOW)
        depths.refuse(tx, tx.get_one(Person, leaves), now=NOW)
    rise(stream, 1)
    assert told(Notice.EARLY) == [stays]
    with db.transaction() as tx:
        person = tx.get_one(Person, stays)
        depths.tell(tx, person, "tinggi", now=LATER)
        held = personal_data.export(tx, person)
        assert (len(held["peringatan_dini"]), len(held["jawaban_air"])) == (1, 1)
        personal_data.erase(tx, person, now=LATER)
        assert tx.scalars(select(EarlyWarned)).all() == []
        assert depths.counts(tx, [MARGAHAYU], now=LATER) == {}


def test_answers_become_points_on_a_coarse_grid_and_the_newest_counts(stream: Datastream) -> None:
    one, other = resident(MARGAHAYU), resident(MARGAHAYU)
    rise(stream, 1)
    with db.transaction() as tx:
        for depth in ("belum", "rendah"):
            depths.tell(tx, tx.get_one(Person, one), depth, now=LATER)
        depths.tell(tx, tx.get_one(Person, other), "tinggi", now=LATER)
        stranger = people.person(tx)
        assert depths.tell(tx, stranger, "belum", now=LATER) is None
    with db.reading() as session:
        assert depths.counts(session, [MARGAHAYU], now=LATER) == {"rendah": 1, "tinggi": 1}
        found = depths.points(session, now=LATER)["features"]
        assert [one["geometry"]["coordinates"] for one in found] == [[107.012, -6.251]]
        told = found[0]["properties"]
        assert (told["depth"], told["many"], told["exact"]) == ("tinggi", 2, True)
        assert (told["belum"], told["rendah"], told["tinggi"]) == (0, 1, 1)
        assert depths.points(session, now=LATER + timedelta(days=1))["features"] == []


def test_an_answer_to_somebody_else_goes_before_a_flood_of_warnings(stream: Datastream) -> None:
    """T: whoever writes is answered first, however many warnings are queued."""
    for _ in range(5):
        resident(MARGAHAYU)
    rise(stream, 1)
    with db.transaction() as tx:
        person = people.person(tx)
        outbox.put(tx, person=person, now=LATER, text="Laporan Anda kami terima.")
        leased = outbox.lease(tx, owner="uji", now=LATER, channels=("telegram",), limit=3)
    assert [row.key for row in leased] == [None, Notice.EARLY, Notice.EARLY]


def test_how_long_sending_takes_counts_what_waits_before_it() -> None:
    pace = {"telegram": 30, "whatsapp": 80}
    assert seconds_to_send({"telegram": 20_000, "whatsapp": 800}, {"telegram": 100}, pace) == 670
    assert seconds_to_send({}, {"telegram": 900}, pace) == 0
