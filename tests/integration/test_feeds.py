"""Feeds on both databases: described, tried, run; what is wrong with one is a report at its agency."""

import hashlib
import io
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from routing.reports.public_door import is_open
from sensors.domain.feeds.standing import FeedState
from sensors.feeds import describing, fetching, matters, register, running, taking
from sensors.feeds.describing import FeedSettings, WrongFeed
from sensors.feeds.places import places
from sensors.feeds.running import Feeds
from storage import db, deletions, hidden
from storage.media import FolderStore
from storage.models import AgencyFeed, FeedFault, FeedRun, Figure, Officer, Report
from storage.outside import MayCall, networks_of
from tests.factories import city, people, tables
from tests.factories.city import NOW
from tests.factories.feeds import AIR
from tests.fakes.answering import source

SECRET = "a key of at least thirty-two characters"
HERE = networks_of("127.0.0.0/8")
LOCAL = frozenset({"127.0.0.1"})


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


@pytest.fixture
def officer(_city: None) -> Officer:
    with db.transaction() as tx:
        return people.officer(tx)


@pytest.fixture
def feeds(tmp_path: Path) -> Feeds:
    return Feeds(FolderStore(tmp_path), SECRET, MayCall(HERE, LOCAL))


def made(officer: Officer, *, now: datetime = NOW, document: dict[str, Any] = AIR, **said: Any) -> int:
    """A described feed of the environment's agency."""
    settings = {"name": "ISPU harian", "agency": "dlh", "sector": "lingkungan", "responsible": "Bidang Udara",
                "every_hours": 24, "source": "unggah", **said}  # fmt: skip
    with db.transaction() as tx:
        bare = FeedSettings(**{**settings, "source": "", "address": ""})
        feed = describing.make(tx, "ispu", bare, officer=officer, secret=SECRET, now=now)
        describing.settle(
            tx, feed, FeedSettings(**settings), officer=officer, secret=SECRET, plain=LOCAL, now=now
        )
        describing.describe(tx, feed, describing.checked(document), officer=officer, now=now)
        return feed.id


def handed(feeds: Feeds, officer: Officer, content: bytes, *, now: datetime = NOW) -> FeedRun:
    """A file handed in and read."""
    sha256 = feeds.store.put(content)
    with db.transaction() as tx:
        feed = tx.scalars(select(AgencyFeed).where(AgencyFeed.code == "ispu")).one()
        run = describing.hand_in(tx, feed, sha256, "ispu.csv", officer=officer, now=now).id
    feeds.run_due(lambda: now)
    with db.reading() as session:
        return session.get_one(FeedRun, run)


def state() -> tuple[str, str, AgencyFeed]:
    with db.reading() as session:
        feed = session.scalars(select(AgencyFeed)).one()
        return feed.state, feed.fault, feed


def matter() -> Report | None:
    with db.reading() as session:
        return session.scalars(select(Report).order_by(Report.id.desc()).limit(1)).one_or_none()


def figures() -> list[tuple[str, float]]:
    with db.reading() as session:
        found = session.execute(select(Figure.place, Figure.value).order_by(Figure.at, Figure.place))
        return [(place, value) for place, value in found]


def test_good_rows_are_kept_bad_ones_listed_and_the_agency_has_one_matter_until_it_is_well(
    feeds: Feeds, officer: Officer
) -> None:
    made(officer)
    run = handed(feeds, officer, tables.ISPU)
    assert (run.status, run.outcome, run.figures, run.bad) == ("selesai", FeedState.CONTENT, 2, 2)
    with db.reading() as session:
        listed = [(row.line, row.column, row.reason) for row in session.scalars(select(FeedFault))]
    assert listed == [(4, "pm10", "di atas batas wajar 1000"), (5, "pm10", "“dua puluh” bukan angka")]
    raised = matter()
    assert raised is not None
    assert (raised.agency_code, raised.kind, raised.facts["masalah"]) == ("dlh", "peringatan", "isi")
    assert not is_open(raised)
    handed(feeds, officer, tables.ISPU.replace(b"dua puluh", b"tiga puluh"), now=NOW + timedelta(hours=1))
    assert len(figures()) == 2
    again = matter()
    assert again is not None
    assert again.id == raised.id
    good = tables.ISPU.replace(b"dua puluh", b"20").replace(b"1.200,5", b"120,5")
    run = handed(feeds, officer, good, now=NOW + timedelta(hours=2))
    assert (run.outcome, run.figures, run.bad) == (FeedState.GOOD, 4, 0)
    over = matter()
    assert over is not None
    assert (over.id, over.status) == (raised.id, "selesai")
    assert state()[2].report_id is None


@pytest.mark.parametrize(
    ("content", "expected", "words"),
    [
        (tables.ISPU.replace(b";pm10;", b";pm_sepuluh;"), FeedState.COLUMNS, "kolom pm10 tidak ada lagi"),
        (b"tanggal;stasiun;pm10\n2026-11-20;A;-\n2026-11-21;A;\n", FeedState.EMPTY, "tidak berisi angka"),
        (b"PK\x03\x04rusak", FeedState.FAILED, "rusak"),
    ],
)
def test_what_cannot_be_taken_is_told_to_the_agency_and_keeps_nothing(
    feeds: Feeds, officer: Officer, content: bytes, expected: FeedState, words: str
) -> None:
    made(officer)
    run = handed(feeds, officer, content)
    assert (run.outcome, run.figures, figures()) == (expected, 0, [])
    assert words in run.reason
    told = matter()
    assert told is not None
    assert words in told.text
    with pytest.raises(KeyError):
        feeds.store.open(str(run.sha256))


def test_a_feed_that_stays_away_is_late_once_and_well_again_when_it_comes(
    feeds: Feeds, officer: Officer
) -> None:
    made(officer)
    good = b"tanggal;stasiun;pm10\n2026-11-20;A;40\n"
    handed(feeds, officer, good)
    assert matter() is None
    running.watch(NOW + timedelta(hours=35))
    assert state()[0] == FeedState.GOOD
    for hours in (37, 60):
        running.watch(NOW + timedelta(hours=hours))
    late = matter()
    assert late is not None
    assert (state()[0], late.facts["masalah"], late.agency_code) == (FeedState.LATE, "terlambat", "dlh")
    with db.reading() as session:
        assert session.scalar(select(func.count(Report.id))) == 1
    handed(feeds, officer, good.replace(b"20;", b"22;"), now=NOW + timedelta(hours=61))
    assert state()[0] == FeedState.GOOD


def test_a_file_says_a_place_and_time_once_and_a_later_file_replaces_it(
    feeds: Feeds, officer: Officer
) -> None:
    made(officer)
    run = handed(feeds, officer, b"tanggal;stasiun;pm10\n2026-11-20;A;40\n2026-11-20;A;50\n2026-11-20;B;60\n")
    assert (run.figures, run.bad) == (2, 1)
    with db.reading() as session:
        assert session.scalars(select(FeedFault.reason)).all() == [taking.TWICE]
    assert figures() == [("A", 40.0), ("B", 60.0)]
    handed(feeds, officer, b"tanggal;stasiun;pm10\n2026-11-20;A;45\n")
    assert figures() == [("A", 45.0), ("B", 60.0)]


def test_a_run_whose_process_died_is_read_again_and_its_figures_are_no_doubles(
    feeds: Feeds, officer: Officer
) -> None:
    feed = made(officer)
    content = b"tanggal;stasiun;pm10\n2026-11-20;A;40\n2026-11-21;A;50\n"
    with db.transaction() as tx:
        sha256 = feeds.store.put(content)
        run = FeedRun(feed_id=feed, at=NOW, status="jalan", tries=1, sha256=sha256, file_name="x.csv")
        tx.add(run)
        tx.flush()
        number, where = run.id, places(tx)
    half = io.BytesIO(content[: -len(b"2026-11-21;A;50\n")])
    taking.take(half, describing.checked(AIR), taking.Whose(feed, number, NOW), where)
    assert feeds.run_due(lambda: NOW + timedelta(minutes=1)) == 0
    assert feeds.run_due(lambda: NOW + timedelta(minutes=31)) == 1
    with db.reading() as session:
        done = session.get_one(FeedRun, number)
    assert (done.outcome, done.figures, done.bad) == (FeedState.GOOD, 2, 0)


def test_a_million_rows_would_pass_in_batches_and_three_bad_ones_are_named(
    feeds: Feeds, officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here 3,000 in batches of 100; `benchmarks/feeds.py` does the million."""
    monkeypatch.setattr(taking, "BATCH", 100)
    made(officer)
    lines = [f"2026-11-{1 + n % 20:02};Titik {n // 20};{n % 90}" for n in range(3000)]
    lines[500], lines[1500], lines[2999] = "2026-11-05;X;abc", "kemarin;X;5", "2026-11-05;X;5000"
    run = handed(feeds, officer, ("tanggal;stasiun;pm10\n" + "\n".join(lines)).encode())
    assert (run.lines, run.figures, run.bad) == (3000, 2997, 3)
    with db.reading() as session:
        assert session.scalars(select(FeedFault.line).order_by(FeedFault.line)).all() == [502, 1502, 3001]


def _etag(request: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
    if request.headers.get("X-Kunci") != "rahasia sekali":
        return 403, {}, b""
    if request.headers.get("If-None-Match") == '"satu"':
        return 304, {}, b""
    return 200, {"ETag": '"satu"'}, b"tanggal;stasiun;pm10\n2026-11-20;A;40\n"


def test_what_is_fetched_carries_its_key_and_an_unchanged_file_is_not_read_again(
    feeds: Feeds, officer: Officer
) -> None:
    with source(_etag) as server:
        made(
            officer,
            source="tarik",
            address=f"{server.url}/ispu.csv",
            header="X-Kunci",
            secret="rahasia sekali",
        )
        assert feeds.run_due(lambda: NOW) == 1
        assert feeds.run_due(lambda: NOW + timedelta(hours=23)) == 0
        assert feeds.run_due(lambda: NOW + timedelta(hours=25)) == 1
    found, _, feed = state()
    assert (found, figures(), len(server.asked)) == (FeedState.GOOD, [("A", 40.0)], 2)
    assert feed.received_at == NOW + timedelta(hours=25)
    assert "rahasia" not in feed.secret
    assert hidden.tell(SECRET, feed.secret) == "rahasia sekali"
    with db.reading() as session:
        assert session.scalars(select(FeedRun.outcome).order_by(FeedRun.id)).all() == ["baik", "sama"]


def test_a_source_that_was_away_and_has_nothing_new_stands_as_its_last_file_said(
    feeds: Feeds, officer: Officer
) -> None:
    away: list[bool] = []
    with source(lambda request: (503, {}, b"") if away else _etag(request)) as server:
        made(officer, source="tarik", address=f"{server.url}/x", header="X-Kunci", secret="rahasia sekali")
        feeds.run_due(lambda: NOW)
        away.append(True)
        feeds.run_due(lambda: NOW + timedelta(hours=25))
        assert state()[0] == FeedState.FAILED
        away.clear()
        feeds.run_due(lambda: NOW + timedelta(hours=26))
    told = matter()
    assert told is not None
    assert (state()[0], told.status) == (FeedState.GOOD, "selesai")
    assert state()[2].received_at == NOW + timedelta(hours=26)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((401, {}, b""), "menolak kunci"),
        ((302, {"Location": "http://169.254.169.254/"}, b""), "sudah pindah"),
        ((500, {}, b""), "menjawab 500"),
        ((200, {}, b"<html><body>Sedang dirawat</body></html>"), "halaman web"),
    ],
)
def test_a_source_that_fails_is_a_matter_without_its_address_and_is_tried_again_soon(
    feeds: Feeds, officer: Officer, answer: Any, words: str
) -> None:
    with source(lambda _: answer) as server:
        made(officer, source="tarik", address=f"{server.url}/data")
        feeds.run_due(lambda: NOW)
    told = matter()
    assert told is not None
    assert words in told.text
    assert "127.0.0.1" not in told.text
    assert state()[2].next_try_at == NOW + running.AGAIN_AFTER


def test_no_address_inside_is_called_unless_the_city_named_its_network(
    tmp_path: Path, officer: Officer
) -> None:
    with source(_etag) as server:
        inside = server.url.replace("http:", "https:")
        made(officer, source="tarik", address=f"{inside}/x", secret="rahasia sekali", header="X-Kunci")
        Feeds(FolderStore(tmp_path), SECRET, MayCall(networks_of("10.0.0.0/8"))).run_due(lambda: NOW)
        assert server.asked == []
    assert "bukan alamat umum" in state()[1]


@pytest.mark.parametrize(
    ("kind", "address"),
    [("tarik", "http://data.example/x.csv"), ("tarik", "https://a:b@data.example/"), ("tarik", "file:///etc/passwd"),
     ("tarik", ""), ("s3", "https://bucket/"), ("s3", "s3://bucket/x?endpoint=http://minio:9000"), ("tarik", "https://[")],
)  # fmt: skip
def test_an_address_that_cannot_be_is_refused_in_a_sentence(
    officer: Officer, kind: str, address: str
) -> None:
    with pytest.raises(WrongFeed) as refused:
        made(officer, source=kind, address=address)
    assert len(refused.value.sentence) > 20
    with db.reading() as session:
        assert session.scalars(select(AgencyFeed)).all() == []


LISTED = (
    b'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
    b"<Contents><Key>air/</Key><LastModified>2026-11-01T00:00:00Z</LastModified><ETag>0</ETag></Contents>"
    b"<Contents><Key>air/2.csv</Key><LastModified>2026-11-21T00:00:00Z</LastModified><ETag>b</ETag></Contents>"
    b"<Contents><Key>air/1.csv</Key><LastModified>2026-11-20T00:00:00Z</LastModified><ETag>a</ETag></Contents>"
    b"</ListBucketResult>"
)  # fmt: skip


def test_a_folder_is_read_file_by_file_the_oldest_first(feeds: Feeds, officer: Officer) -> None:
    pytest.importorskip("boto3")

    def bucket(request: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        if "X-Amz-Signature" not in request.path:
            return 403, {}, b""
        if "list-type=2" in request.path:
            return 200, {}, LISTED
        day = 20 if "1.csv" in request.path else 21
        return 200, {}, f"tanggal;stasiun;pm10\n2026-11-{day};A;{day}\n".encode()

    with source(bucket) as server:
        made(
            officer,
            source="s3",
            address=f"s3://data/air/?endpoint={server.url}",
            secret="kunci:rahasia",
            every_hours=1,
        )
        for hours in range(3):
            feeds.run_due(lambda hours=hours: NOW + timedelta(hours=hours))  # type: ignore[misc]
    assert figures() == [("A", 20.0), ("A", 21.0)]
    with db.reading() as session:
        assert session.scalars(select(FeedRun.outcome).order_by(FeedRun.id)).all() == ["baik", "baik", "sama"]


def test_a_trial_shows_what_would_be_kept_and_keeps_nothing(officer: Officer) -> None:
    with db.reading() as session:
        where = places(session)
    found = describing.tried(tables.ISPU, describing.checked(AIR), where, now=NOW)
    assert (found.good, found.told.bad, dict(found.decimals)) == (2, 2, {"pm10": ","})
    assert [(line, figure.value) for line, figure in found.figures] == [(2, 60.0), (3, 32.5)]
    assert figures() == []


def test_the_register_counts_who_is_connected_and_a_nudge_is_a_report_made_once(
    feeds: Feeds, officer: Officer
) -> None:
    made(officer)
    with db.transaction() as tx:
        tx.add(
            AgencyFeed(code="dbd", name="Kasus DBD", agency_code="dinkes", sector="kesehatan",
                 responsible="Bidang P2P", every_hours=168, source="", description={}, columns=[],
                 seen={}, created_at=NOW)
        )  # fmt: skip
    handed(feeds, officer, b"tanggal;stasiun;pm10\n2026-11-20;A;40\n")
    with db.reading() as session:
        seen = register.overview(session, now=NOW + timedelta(hours=1))
    assert (seen.connected, seen.agencies > 30) == (1, True)
    assert {line.sector: (line.connected, line.feeds) for line in seen.sectors if line.feeds} == {
        "kesehatan": (0, 1), "lingkungan": (1, 1)
    }  # fmt: skip
    assert [row.feed.code for row in seen.missing] == ["dbd"]
    assert (seen.months[-1].connected, seen.months[0].connected) == (1, 0)
    with db.reading() as session:
        later = register.overview(session, now=NOW + timedelta(days=3))
    assert later.connected == 0
    with db.transaction() as tx:
        feed = tx.scalars(select(AgencyFeed).where(AgencyFeed.code == "dbd")).one()
        first = matters.nudge(tx, feed, actor="petugas:1", now=NOW)
        assert first is not None
        assert (first.agency_code, matters.nudge(tx, feed, actor="petugas:1", now=NOW)) == ("dinkes", None)
    assert "belum terhubung" in first.text


def test_addresses_of_a_feed_are_told_to_nobody_who_only_reads_its_failure() -> None:
    assert fetching.wrong_with("https://data.bekasikota.go.id/x.csv", source="tarik") == ""
    assert "sandi" in fetching.wrong_with("https://a:b@x/", source="tarik")


def test_the_sample_stays_when_the_same_file_was_handed_in_and_read(feeds: Feeds, officer: Officer) -> None:
    made(officer)
    with db.transaction() as tx:
        describing.show_sample(
            tx, tx.scalars(select(AgencyFeed)).one(), feeds.store.put(tables.ISPU), "a.csv", now=NOW
        )
    handed(feeds, officer, tables.ISPU)
    deletions.sweep(feeds.store, now=NOW + timedelta(minutes=1))
    _, _, feed = state()
    assert feeds.store.open(str(feed.sample_sha256)) == tables.ISPU
    other = tables.ISPU + b"\r\n"
    handed(feeds, officer, other)
    deletions.sweep(feeds.store, now=NOW + timedelta(minutes=1))
    with pytest.raises(KeyError):
        feeds.store.open(hashlib.sha256(other).hexdigest())
