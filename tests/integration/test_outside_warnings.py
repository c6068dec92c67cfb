"""Others' warnings (CAP): fetched, kept while they hold, ended, and their source watched."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from routing.warnings import outside
from sensors.domain.feeds.standing import FeedState
from sensors.feeds import cap_rounds, describing, register, running
from sensors.feeds.describing import FeedSettings, WrongFeed
from sensors.feeds.running import CAP_EVERY, Feeds
from storage import db
from storage.media import FolderStore
from storage.models import AgencyFeed, Event, FeedRun, Officer, OutsideWarning, Report
from storage.outside import MayCall, networks_of
from tests.factories import city, people
from tests.factories.caps import FAR_AWAY, Office, atom, info, message, reference
from tests.factories.city import KRANJI, MARGAHAYU, NOW
from tests.fakes.answering import source

SECRET = "a key of at least thirty-two characters"
LOCAL = frozenset({"127.0.0.1"})
REACH = MayCall(networks_of("127.0.0.0/8"), LOCAL)


# SQL that the databases speak differently: JSON, moments, what is updated.
both = pytest.mark.parametrize("_city", ["sqlite_url", "postgres_url"], indirect=True)


@pytest.fixture(autouse=True)
def _city(request: pytest.FixtureRequest) -> None:
    db.configure(str(request.getfixturevalue(getattr(request, "param", "sqlite_url"))))
    with db.transaction() as tx:
        city.load(tx)


@pytest.fixture
def office() -> Iterator[Any]:
    """A weather office that listens; `.url` is its address."""
    told: Any = Office()
    with source(told) as server:
        told.url = server.url
        yield told


@pytest.fixture
def feeds(tmp_path: Path, office: Any) -> Feeds:
    with db.transaction() as tx:
        connect(tx, people.officer(tx), f"{office.url}/daftar")
    return Feeds(FolderStore(tmp_path), SECRET, REACH)


def connect(tx: Any, officer: Officer, address: str, *, by: str = "cap") -> AgencyFeed:
    bare = FeedSettings("Peringatan cuaca", "bpbd", "lingkungan", "Pusdalops", 1, "")
    made = describing.make(tx, "peringatan", bare, officer=officer, secret=SECRET, now=NOW)
    said = FeedSettings("Peringatan cuaca", "bpbd", "lingkungan", "Pusdalops", 1, by, address)
    describing.settle(tx, made, said, officer=officer, secret=SECRET, plain=LOCAL, now=NOW)
    return made


def look(feeds: Feeds, after: timedelta = timedelta(0)) -> datetime:
    at = NOW + after
    feeds.run_due(lambda: at)
    return at


def told(at: datetime, *, officers: bool = False) -> list[str]:
    with db.reading() as session:
        return [one.headline for one in outside.holding(session, now=at, officers=officers)]


def state() -> tuple[str, str]:
    with db.reading() as session:
        feed = session.scalars(select(AgencyFeed)).one()
        return feed.state, feed.fault


def matters() -> list[tuple[str, str]]:
    with db.reading() as session:
        return [(row.agency_code, row.status) for row in session.scalars(select(Report).order_by(Report.id))]


def test_a_warning_about_the_city_holds_until_it_expires_and_others_are_left_out(
    feeds: Feeds, office: Any
) -> None:
    office.publish("kota.xml", message())
    far = f"<areaDesc>Medan</areaDesc><polygon>{FAR_AWAY}</polygon>"
    office.publish("jauh.xml", message("CSU1", area=far, headline="Jauh"))
    at = look(feeds)
    assert told(at) == ["Hujan lebat dan petir di Jawa Barat"]
    assert told(at + timedelta(hours=2, minutes=59)) == told(at)
    assert told(at + timedelta(hours=3)) == []
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(OutsideWarning)) == 1
        row = session.scalars(select(OutsideWarning)).one()
        seen = session.scalars(select(Event.kind)).all()
    assert KRANJI in row.kelurahan
    assert MARGAHAYU not in row.kelurahan
    assert "outside_warning" in seen
    assert state() == (FeedState.GOOD, "")
    with db.reading() as session:
        assert [line.connected for line in register.overview(session, now=at).rows] == [True]


@pytest.mark.parametrize(
    ("area", "touched"),
    [
        ("<areaDesc>x</areaDesc><circle>-6.228,106.975 0.5</circle>", KRANJI),
        (
            "<areaDesc>x</areaDesc><geocode><valueName>Kemendagri</valueName><value>32.75</value></geocode>",
            "all",
        ),
        ("<areaDesc>x</areaDesc><geocode><valueName>ADM3</valueName><value>327502</value></geocode>", KRANJI),
        ("<areaDesc>x</areaDesc><geocode><valueName>UGC</valueName><value>32</value></geocode>", ""),
        ("<areaDesc>Wilayah Kota Bekasi</areaDesc>", "all"),
        ("<areaDesc>Kabupaten Bekasi</areaDesc>", ""),
    ],
)
def test_an_area_touches_the_city_by_shape_code_or_name(
    feeds: Feeds, office: Any, area: str, touched: str
) -> None:
    office.publish("a.xml", message(area=area))
    at = look(feeds)
    with db.reading() as session:
        where = [one.where for one in outside.holding(session, now=at)]
        codes = [code for row in session.scalars(select(OutsideWarning)) for code in row.kelurahan]
    assert (where == ["seluruh Kota Bekasi"]) is (touched == "all")
    assert (KRANJI in codes) is bool(touched)


@both
def test_updates_and_cancels_end_what_they_name_in_whatever_order_they_come(
    feeds: Feeds, office: Any
) -> None:
    later = NOW + timedelta(minutes=4)
    office.publish("a.xml", message("A1"))
    office.publish(
        "b.xml", message("B1", kind="Update", references=reference("A1"), sent=later, headline="Meluas")
    )
    at = look(feeds, timedelta(minutes=5))  # both at once, the newer one first
    assert told(at) == ["Meluas"]
    office.list = atom
    office.publish("c.xml", message("C1", kind="Cancel", references=reference("B1", later), sent=at))
    at = look(feeds, timedelta(minutes=10))
    assert told(at) == []
    with db.reading() as session:
        past = outside.beside(session, [KRANJI], since=NOW, until=at)
    assert [(one.headline, one.ended_at is not None) for one in past] == [
        ("Hujan lebat dan petir di Jawa Barat", True), ("Meluas", True),
    ]  # fmt: skip


def test_tests_are_shown_to_nobody_exercises_to_officers_and_neither_ends_a_real_one(
    feeds: Feeds, office: Any
) -> None:
    office.publish("a.xml", message("A1", severity="Extreme"))
    for status in ("Test", "Draft", "System", "Exercise"):
        office.publish(f"{status}.xml", message(status, status=status, headline=status))
    office.publish("x.xml", message("X1", status="Exercise", kind="Cancel", references=reference("A1")))
    office.publish("y.xml", message("Y1", scope="Restricted", headline="Terbatas"))
    at = look(feeds)
    assert told(at) == ["Hujan lebat dan petir di Jawa Barat"]
    assert told(at, officers=True) == ["Hujan lebat dan petir di Jawa Barat", "Exercise"]


def test_a_message_is_fetched_once_and_an_unchanged_list_not_read(feeds: Feeds, office: Any) -> None:
    office.publish("a.xml", message())
    office.etag = '"1"'
    look(feeds)
    office.files["/a.xml"] = b"rusak"
    office.etag = '"2"'
    look(feeds, CAP_EVERY)
    look(feeds, 2 * CAP_EVERY)
    assert office.paths == ["/daftar", "/a.xml", "/daftar", "/daftar"]
    assert state()[0] == FeedState.GOOD
    with db.reading() as session:  # of looks that brought nothing one an hour is kept
        assert session.scalar(select(func.count()).select_from(FeedRun)) == 2


def test_a_source_that_fails_three_times_is_a_matter_until_it_answers_again(
    feeds: Feeds, office: Any
) -> None:
    office.publish("a.xml", message())
    office.etag = '"1"'
    look(feeds)
    office.list = lambda _: b"<html><body>sedang diperbaiki</body></html>"
    office.etag = ""
    for times in (1, 2):
        look(feeds, times * CAP_EVERY)
        assert (state()[0], matters()) == (FeedState.GOOD, [])
    look(feeds, 3 * CAP_EVERY)
    assert state()[0] == FeedState.FAILED
    assert "bukan daftar RSS atau Atom" in state()[1]
    assert [who for who, _ in matters()] == ["bpbd"]
    office.list, office.etag = Office().list, '"1"'
    look(feeds, 4 * CAP_EVERY)  # 304: as it was
    assert (state()[0], matters()) == (FeedState.GOOD, [("bpbd", "selesai")])


def test_a_source_nobody_hears_of_any_more_is_late(feeds: Feeds, office: Any) -> None:
    office.publish("a.xml", message())
    look(feeds)
    running.watch(NOW + timedelta(hours=4))
    assert state()[0] == FeedState.LATE
    assert [who for who, _ in matters()] == ["bpbd"]


def test_a_message_that_cannot_be_read_is_said_and_the_others_are_taken(feeds: Feeds, office: Any) -> None:
    office.publish("a.xml", message("A1"))
    office.publish("b.xml", b"<alert/>")
    office.publish("c.xml", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')
    office.named.insert(0, "http://127.0.0.1:9/lain.xml")
    office.named.insert(0, "http://169.254.169.254/meta")
    office.named.insert(0, "/tidak-ada.xml")
    at = look(feeds)
    assert told(at) == ["Hujan lebat dan petir di Jawa Barat"]
    kept, fault = state()
    assert kept == FeedState.CONTENT
    assert fault.startswith("5 pesan tidak bisa dibaca")
    look(feeds, CAP_EVERY)  # only what could not be fetched is asked for again
    assert office.paths[-2:] == ["/daftar", "/tidak-ada.xml"]
    assert state()[0] == FeedState.CONTENT
    del office.named[:3]
    del office.named[:2]
    look(feeds, 2 * CAP_EVERY)
    assert state() == (FeedState.GOOD, "")


def test_too_large_and_too_many_are_left(feeds: Feeds, office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cap_rounds, "MOST_FETCHED", 2)
    monkeypatch.setattr(cap_rounds, "MESSAGE_BYTES", 5000)
    for name in ("a", "b", "c"):
        office.publish(f"{name}.xml", message(name, headline=name))
    office.publish("d.xml", message("d", headline="d" * 5000))
    at = look(feeds)
    assert told(at) == ["c"]
    look(feeds, CAP_EVERY)
    assert sorted(told(at)) == ["a", "b", "c"]
    assert "lebih besar dari" in state()[1]


def test_each_danger_of_a_message_and_each_source_once(feeds: Feeds, office: Any) -> None:
    area = "<areaDesc>Kota Bekasi</areaDesc>"
    two = [info(NOW, area, headline="Hujan"), info(NOW, area, headline="Angin", severity="Severe")]
    office.publish("a.xml", message(infos=two))
    at = look(feeds)
    assert told(at) == ["Angin", "Hujan"]
    office.named[0] = "/a.xml?lagi"
    look(feeds, CAP_EVERY)
    assert told(at) == ["Angin", "Hujan"]


def test_disconnected_it_says_nothing_more(feeds: Feeds, office: Any) -> None:
    office.publish("a.xml", message())
    at = look(feeds)
    with db.transaction() as tx:
        tx.scalars(select(AgencyFeed)).one().source = ""
    assert told(at) == []


def test_messages_that_stand_in_the_list_itself_are_all_taken(feeds: Feeds, office: Any) -> None:
    bodies = [message(name, headline=name).partition(b"?>")[2] for name in ("a", "b")]
    items = b"".join(b"<item>" + body + b"</item>" for body in bodies)  # RSS asks for no link
    office.list = lambda _: b'<rss version="2.0"><channel>' + items + b"</channel></rss>"
    at = look(feeds)
    assert sorted(told(at)) == ["a", "b"]
    assert (office.paths, state()[0]) == (["/daftar"], FeedState.GOOD)


def test_an_inner_or_plain_address_is_not_taken_for_a_source() -> None:
    with db.transaction() as tx:
        officer = people.officer(tx)
    with pytest.raises(WrongFeed, match="https"), db.transaction() as tx:
        connect(tx, officer, "http://10.0.0.1/daftar")


@both
def test_what_is_long_over_is_forgotten(feeds: Feeds, office: Any) -> None:
    office.publish("a.xml", message())
    office.publish("c.xml", message("C1", kind="Cancel", references=reference("Z9")))
    look(feeds)
    running.watch(NOW + timedelta(days=30))
    with db.reading() as session:
        assert session.scalars(select(OutsideWarning.identifier)).all() == ["CJB20261123001"]
    running.watch(NOW + timedelta(days=500))
    with db.reading() as session:
        assert session.scalars(select(OutsideWarning.identifier)).all() == []
