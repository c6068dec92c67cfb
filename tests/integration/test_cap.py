"""The city's warnings as other people's programs read them: CAP 1.2, judged by the standard's own schema."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from capvalidator.validate import Validator
from sqlalchemy import select
from starlette.testclient import TestClient

from routing.city.catalogue import changed
from routing.errors import NotAllowed, NotFound, Refused
from routing.warnings import bulletins, withdrawing
from routing.warnings.alerts import close_alert, confirm_alert, raise_alert
from storage import clock, db
from storage.models import Area, CapBulletin, Datastream, Event, Officer, Setting
from tests.factories import city, people
from tests.factories.city import KRANJI, MARGAHAYU
from tests.factories.sensors import gauge
from tests.fakes.site import make_app

CAP = {"cap": "urn:oasis:names:tc:emergency:cap:1.2", "atom": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


@pytest.fixture
def sensor(_city: None) -> Datastream:
    """In Kranji; its water is in Margahayu after 4 to 6 hours."""
    with db.transaction() as tx:
        return gauge(tx, downstream=(MARGAHAYU, 240, 360))


@pytest.fixture
def reader(tmp_path: Path, _city: None) -> Iterator[TestClient]:
    with TestClient(make_app(tmp_path)) as client:
        yield client


def rise(sensor: Datastream, level: int, *, sure: bool = True, now: datetime | None = None) -> None:
    at = now or clock.now()
    with db.transaction() as tx:
        raise_alert(tx, stream=sensor, level=level, value=315.5, at=at, now=at, sure=sure)


def fall(sensor: Datastream) -> None:
    with db.transaction() as tx:
        close_alert(tx, stream=sensor, value=90, at=clock.now(), now=clock.now())


def feed(reader: TestClient) -> list[Element]:
    return fromstring(reader.get("/cap").content).findall("atom:entry", CAP)


def messages(reader: TestClient) -> list[Element]:
    """Every message of the feed, oldest first, each valid by the OASIS schema."""
    found = []
    for entry in reversed(feed(reader)):
        link = entry.find("atom:link", CAP)
        assert link is not None
        assert link.get("type") == "application/cap+xml"
        answer = reader.get(str(link.get("href")))
        assert answer.headers["content-type"].startswith("application/cap+xml")
        valid, why = Validator(answer.content).schema()
        assert valid, why
        found.append(fromstring(answer.content))
    return found


def text(message: Element, path: str) -> Any:
    return message.findtext(path, namespaces=CAP)


def test_a_rise_an_escalation_and_the_end_are_an_alert_its_update_and_its_cancellation(
    sensor: Datastream, reader: TestClient
) -> None:
    rise(sensor, 3)
    rise(sensor, 3)
    rise(sensor, 1)
    fall(sensor)
    told = messages(reader)
    assert [text(one, "cap:msgType") for one in told] == ["Alert", "Update", "Cancel"]
    assert [text(one, "cap:info/cap:severity") for one in told] == ["Moderate", "Extreme", "Minor"]
    names = [f"{text(m, 'cap:sender')},{text(m, 'cap:identifier')},{text(m, 'cap:sent')}" for m in told]
    assert [text(one, "cap:references") for one in told] == [None, names[0], " ".join(names[:2])]


def test_it_says_in_two_languages_what_rises_where_and_when_it_is_there(
    sensor: Datastream, reader: TestClient
) -> None:
    rise(sensor, 2)
    [message] = messages(reader)
    words = {
        text(info, "cap:language"): text(info, "cap:description") for info in message.findall("cap:info", CAP)
    }
    assert words.keys() == {"id-ID", "en"}
    assert "Cileungsi Hulu 315,5 cm" in words["id-ID"]
    assert "Kranji: air ada di sini; Margahayu: paling cepat 4–6 jam lagi" in words["id-ID"]
    assert "Margahayu: in 4–6 hours at the earliest" in words["en"]
    codes = {one.text for one in message.findall("cap:info/cap:area/cap:geocode/cap:value", CAP)}
    assert codes == {KRANJI, MARGAHAYU}


def test_outlines_are_closed_hold_the_kelurahan_and_have_few_corners(
    sensor: Datastream, reader: TestClient
) -> None:
    with db.transaction() as tx:
        every = tx.scalars(select(Area.code).where(Area.kind == "kelurahan")).all()
        sensor = tx.get_one(Datastream, sensor.id)
        sensor.thing.downstream = [{"kelurahan": code} for code in every]
    rise(sensor, 2)
    [message] = messages(reader)
    areas = message.findall("cap:info/cap:area", CAP)
    assert len(areas) == 2 * len(every) == 2 * 56
    for area in areas:
        for polygon in area.findall("cap:polygon", CAP):
            corners = str(polygon.text).split()
            assert corners[0] == corners[-1]
            assert 4 <= len(corners) <= 100
            lat, lon = map(float, corners[0].split(","))
            assert -6.5 < lat < -6.1
            assert 106.8 < lon < 107.2


def test_what_residents_are_not_told_is_not_published(sensor: Datastream, reader: TestClient) -> None:
    rise(sensor, 1, sure=False)
    assert feed(reader) == []
    with db.transaction() as tx:
        confirm_alert(tx, stream=tx.get_one(Datastream, sensor.id), now=clock.now())
    assert [text(one, "cap:msgType") for one in messages(reader)] == ["Alert"]


def test_a_leap_that_was_none_ends_without_a_word(sensor: Datastream, reader: TestClient) -> None:
    rise(sensor, 1, sure=False)
    fall(sensor)
    assert feed(reader) == []


def test_the_demos_water_is_marked_as_a_test(sensor: Datastream, reader: TestClient) -> None:
    with db.transaction() as tx:
        tx.get_one(Datastream, sensor.id).thing.demo = True
    with db.transaction() as tx:
        stream = tx.get_one(Datastream, sensor.id)
        raise_alert(tx, stream=stream, level=2, value=315.5, at=clock.now(), now=clock.now())
    assert [text(one, "cap:status") for one in messages(reader)] == ["Test"]


def test_what_is_still_so_is_said_again_before_it_expires_and_once(
    sensor: Datastream, reader: TestClient
) -> None:
    began = clock.now() - timedelta(hours=11, minutes=30)
    rise(sensor, 2, now=began)
    for _ in range(2):
        with db.transaction() as tx:
            stream = tx.get_one(Datastream, sensor.id)
            stream.last_value, stream.last_at = 320.0, clock.now()
            bulletins.renew(tx, now=clock.now())
    assert [text(one, "cap:msgType") for one in messages(reader)] == ["Alert", "Update"]


def boss(role: str = "pimpinan") -> Officer:
    with db.transaction() as tx:
        return people.officer(tx, role, None)


def test_an_officer_takes_a_false_warning_back_with_the_reason_and_a_worse_level_is_new(
    sensor: Datastream, reader: TestClient
) -> None:
    mayor = boss()
    rise(sensor, 3)
    with db.transaction() as tx:
        (stands,) = withdrawing.published(tx)
        withdrawing.withdraw(
            tx, officer=mayor, alert_id=stands.alert.id, reason=" Alat rusak,\nair tidak naik ",
            now=clock.now(),
        )  # fmt: skip
        assert withdrawing.published(tx) == []
    rise(sensor, 3)
    with db.transaction() as tx:
        bulletins.renew(tx, now=clock.now() + timedelta(hours=20))
    rise(sensor, 2)
    fall(sensor)
    told = messages(reader)
    assert [text(one, "cap:msgType") for one in told] == ["Alert", "Cancel", "Alert", "Cancel"]
    names = [f"{text(m, 'cap:sender')},{text(m, 'cap:identifier')},{text(m, 'cap:sent')}" for m in told]
    assert [text(one, "cap:references") for one in told] == [None, names[0], None, names[2]]
    assert "Alat rusak, air tidak naik" in text(told[1], "cap:info/cap:description")
    with db.reading() as session:
        kinds = session.scalars(select(Event.kind).where(Event.kind == "cap_withdrawn")).all()
        assert kinds == ["cap_withdrawn"]


def test_only_who_may_warn_takes_back_and_only_what_stands(sensor: Datastream) -> None:
    rise(sensor, 3)
    with db.reading() as session:
        (stands,) = withdrawing.published(session)
    number, why = stands.alert.id, "Alat rusak, air tidak naik"
    for officer, alert, reason, wrong in (
        (boss("pemantau"), number, why, NotAllowed), (boss(), number, "salah", Refused),
        (boss("operator"), number + 1, why, NotFound),
    ):  # fmt: skip
        with pytest.raises(wrong), db.transaction() as tx:
            withdrawing.withdraw(tx, officer=officer, alert_id=alert, reason=reason, now=clock.now())
    fall(sensor)
    with pytest.raises(NotFound), db.transaction() as tx:
        withdrawing.withdraw(tx, officer=officer, alert_id=number, reason=why, now=clock.now())


def test_published_once_a_message_stays_as_it_was(sensor: Datastream, reader: TestClient) -> None:
    rise(sensor, 2)
    before = reader.get("/cap/BKS-1-1.xml")
    with db.transaction() as tx:
        tx.get_one(Datastream, sensor.id).thing.name = "Nama baru"
    again = reader.get("/cap/BKS-1-1.xml", headers={"If-None-Match": before.headers["etag"]})
    assert again.status_code == 304


def test_a_city_without_the_section_publishes_nothing(sensor: Datastream, reader: TestClient) -> None:
    with db.transaction() as tx:
        tx.delete(tx.get_one(Setting, "cap"))
        changed(tx)
    rise(sensor, 1)
    with db.reading() as session:
        assert session.scalars(select(CapBulletin)).all() == []
    assert feed(reader) == []


@pytest.mark.parametrize("name", ["tidak-ada", "%00", "x" * 500, "..%2f..%2fetc"])
def test_a_message_that_is_not_there_is_not_found(reader: TestClient, name: str) -> None:
    assert reader.get(f"/cap/{name}.xml").status_code == 404
