"""Residents who follow a kelurahan are warned when water comes their way."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from routing.errors import BadInput
from routing.warnings import follows
from routing.warnings.alerts import close_alert, raise_alert
from storage import db, outbox
from storage.models import Datastream, Outbox, Person, WarningFollow
from storage.notice_kinds import Notice
from tests.factories import city, people
from tests.factories.city import KRANJI, MARGAHAYU, NOW
from tests.factories.queries import counted
from tests.factories.sensors import gauge

JATIRASA = "32.75.09.1004"


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


@pytest.fixture
def sensor(_city: None) -> Datastream:
    """In Kranji; its water is in Jatirasa after 2 to 3 hours, in Margahayu after 4 to 6."""
    with db.transaction() as tx:
        made = gauge(tx)
        made.thing.downstream = [
            {"kelurahan": JATIRASA, "minutes": 120, "minutes_latest": 180},
            {"kelurahan": MARGAHAYU, "minutes": 240, "minutes_latest": 360},
        ]
        return made


def follower(*areas: str, channel: str = "telegram") -> Person:
    with db.transaction() as tx:
        person = people.person(tx, channel=channel)
        for area in areas:
            follows.follow(tx, person, area, now=NOW)
        return person


def told(person: Person) -> list[tuple[str | None, dict[str, object]]]:
    with db.reading() as session:
        rows = session.scalars(select(Outbox).where(Outbox.person_id == person.id).order_by(Outbox.id))
        return [(row.key, row.args) for row in rows]


def rise(sensor: Datastream, level: int, value: float = 215.5) -> None:
    with db.transaction() as tx:
        raise_alert(tx, stream=sensor, level=level, value=value, at=NOW, now=NOW)


def test_a_kelurahan_is_followed_once_and_can_be_left() -> None:
    person = follower(KRANJI, JATIRASA)
    with db.transaction() as tx:
        assert not follows.follow(tx, person, KRANJI, now=NOW)
        assert follows.following(tx, person) == (KRANJI, JATIRASA)
        assert follows.unfollow(tx, person, KRANJI) == 1
        assert follows.unfollow(tx, person, KRANJI) == 0
        follows.follow(tx, person, MARGAHAYU, now=NOW)
        assert follows.unfollow(tx, person) == 2
        assert follows.following(tx, person) == ()
        with pytest.raises(BadInput):
            follows.follow(tx, person, "32.75", now=NOW)


def test_those_downstream_are_told_what_rises_and_when_it_is_there(sensor: Datastream) -> None:
    below, here, elsewhere = follower(JATIRASA), follower(KRANJI), follower("32.75.08.1001")
    rise(sensor, 2)
    facts = {"gauge": "Cileungsi Hulu", "level": 2, "height": "215,5 cm", "clock": "09.00 WIB", "alert": 1}
    assert told(below) == [("notice-warning", {**facts, "areas": "Jatirasa", "hours": "2–3"})]
    assert told(here) == [("notice-warning", {**facts, "areas": "Kranji", "hours": ""})]
    assert told(elsewhere) == []


def test_who_follows_several_kelurahan_is_told_once_with_the_earliest_hour(sensor: Datastream) -> None:
    person = follower(MARGAHAYU, JATIRASA)
    rise(sensor, 3)
    [(_, args)] = told(person)
    assert (args["areas"], args["hours"]) == ("Margahayu, Jatirasa", "2–3")


def test_each_level_is_told_once_and_the_end_too(sensor: Datastream) -> None:
    person = follower(JATIRASA)
    for level in (3, 3, 2, 3, 1):
        rise(sensor, level)
    for value in (150, 140):
        with db.transaction() as tx:
            close_alert(tx, stream=sensor, value=value, at=NOW, now=NOW + timedelta(hours=5))
    levels = [(key, args["level"]) for key, args in told(person)]
    assert levels == [
        ("notice-warning", 3), ("notice-warning", 2), ("notice-warning", 1), ("notice-warning-over", 4)
    ]  # fmt: skip


def test_who_cannot_be_reached_or_stopped_is_not_warned(sensor: Datastream) -> None:
    gone, stopped = follower(JATIRASA), follower(JATIRASA)
    with db.transaction() as tx:
        tx.get_one(Person, gone.id).unreachable_at = NOW
        follows.unfollow(tx, stopped)
    rise(sensor, 1)
    assert (told(gone), told(stopped)) == ([], [])


def test_the_gauges_that_can_warn_of_a_kelurahan_are_known(sensor: Datastream) -> None:
    with db.reading() as session:
        for area in (KRANJI, JATIRASA, MARGAHAYU):
            assert [gauge.id for gauge in follows.gauges_of(session, (area,))] == [sensor.id]
        assert follows.gauges_of(session, ("32.75.08.1001",)) == []


def test_answers_go_before_warnings_and_warnings_before_other_news(sensor: Datastream) -> None:
    with db.transaction() as tx:
        news, writes, later = (people.person(tx) for _ in range(3))
        outbox.put(tx, person=news, now=NOW, key=Notice.CLOSED, args={"number": "BKS-2611-00001"})
    warned = follower(JATIRASA)
    rise(sensor, 1)
    with db.transaction() as tx:
        for person in (writes, later, warned):  # the last one's answer keeps its place behind the warning
            outbox.put(tx, person=person, now=NOW, text="Baik.")
    with db.transaction() as tx:
        leased = outbox.lease(tx, owner="uji", now=NOW, channels=("telegram",))
    assert [row.person_id for row in leased] == [writes.id, later.id, warned.id, news.id]
    assert leased[2].key == "notice-warning"


def test_thousands_of_followers_take_a_handful_of_statements(sensor: Datastream) -> None:
    with db.transaction() as tx:
        made = [
            {"channel": "telegram", "address": str(n), "created_at": NOW, "locale": "id"}
            for n in range(3_000)
        ]  # fmt: skip
        tx.execute(insert(Person), made)
        ids = tx.scalars(select(Person.id)).all()
        tx.execute(
            insert(WarningFollow),
            [{"person_id": i, "area_code": JATIRASA, "kind": "banjir", "created_at": NOW} for i in ids],
        )
    with counted() as statements:
        rise(sensor, 1)
    assert len(statements) < 40
    with db.transaction() as tx:
        assert len(tx.scalars(select(Outbox.id)).all()) == 3_000
        leased = outbox.lease(tx, owner="uji", now=NOW, channels=("telegram",), limit=5)
        assert [row.key for row in leased] == ["notice-warning"] * 5
