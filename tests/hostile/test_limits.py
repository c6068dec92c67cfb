"""Limits: counted in the database, for a person, an address and all together; slow work waits by itself."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update
from starlette.testclient import TestClient

from bot.channels.web import photo_routes
from bot.channels.web.live import Lines
from bot.channels.web.session import COOKIE
from sorot.asgi import create_app
from sorot.kept_secret import UnsafeSettings
from sorot.settings import Settings
from storage import clock, db, limits, open_lines
from storage.limits import BadLimit, TooMany, block, sealed, take
from storage.models import ChatLine, Inbox, Pace
from storage.pictures import Picture
from tests.factories import city
from tests.factories.city import KRANJI_POINT
from tests.fakes.resident import Resident, picture
from web.live import Feed
from web.pool import Busy, Pool

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
OURS = {"X-Sorot-Chat": "1"}


@pytest.fixture(autouse=True)
def _usual() -> Iterator[None]:
    limits.configure({})
    yield
    limits.configure({})


def passes(door: str, *, now: datetime = NOW, **who: str | None) -> bool:
    try:
        with db.transaction() as tx:
            take(tx, door, now=now, **who)
    except TooMany:
        return False
    return True


def test_a_burst_passes_then_one_by_one_and_others_are_unaffected(database: str) -> None:
    limits.configure({"message.person": "3/2"})
    assert [passes("message", person="siti") for _ in range(5)] == [True, True, True, False, False]
    assert passes("message", person="budi")
    assert not passes("message", person="siti", now=NOW + timedelta(seconds=1))
    assert passes("message", person="siti", now=NOW + timedelta(seconds=2.1))
    assert not passes("message", person="siti", now=NOW + timedelta(seconds=2.2))


def test_how_long_to_wait_is_told(database: str) -> None:
    limits.configure({"message.person": "2/30"})
    for _ in range(2):
        passes("message", person="siti")
    for _ in range(2):  # asked of the database, and then known
        with pytest.raises(TooMany) as refused, db.transaction() as tx:
            take(tx, "message", now=NOW + timedelta(seconds=10), person="siti")
        assert refused.value.wait == 20


def test_several_processes_at_once_grant_no_more_than_one_would(database: str) -> None:
    limits.configure({"message.address": "20/60", "message.person": "1000/1"})
    with ThreadPoolExecutor(8) as pool:
        won = pool.map(lambda n: passes("message", person=f"p{n}", address="203.0.113.7"), range(60))
    assert sum(won) == 20


def test_what_is_refused_is_not_counted_against_the_others(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    limits.configure({"message.person": "1/60", "message.address": "3/60"})
    assert [passes("message", person="a", address="192.0.2.1") for _ in range(5)] == [True, *[False] * 4]
    assert passes("message", person="b", address="192.0.2.1")


@pytest.mark.parametrize("back", [timedelta(seconds=40), timedelta(minutes=15), timedelta(days=1)], ids=str)
@pytest.mark.parametrize("known", [False, True], ids=["", "the refusal is remembered"])
def test_a_clock_that_was_set_back_locks_nobody_out(sqlite_url: str, back: timedelta, known: bool) -> None:
    db.configure(sqlite_url)
    limits.configure({"report.all": "6000/0.5", "message.person": "60/1"})
    for name, door, who in (("all", "report", None), ("person", "message", "siti")):
        passes(door, person=who)
        with db.transaction() as tx:  # all of it is used up
            spent = (NOW + timedelta(seconds=3000 if door == "report" else 60)).timestamp()
            tx.execute(update(Pace).where(Pace.name.like(f"{door}:{name}:%")).values(used_until=spent))
        assert not known or not passes(door, person=who)
        assert passes(door, now=NOW - back, person=who)


def test_nobody_is_named_in_the_table_and_it_empties_itself(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    assert passes("message", person="siti", address="203.0.113.7")
    with db.transaction() as tx:
        assert "203.0" not in str(tx.scalars(select(Pace.name)).all())
        limits.forget_unused(tx, now=NOW + timedelta(days=1))
        assert tx.scalar(select(func.count()).select_from(Pace)) == 0


def test_an_ipv6_subscriber_is_one_address_however_many_they_have() -> None:
    assert block("2001:db8:1:2:aaaa::1") == block("2001:db8:1:2:ffff:1:2:3")
    assert block("2001:db8:1:2::1") != block("2001:db8:1:3::1")
    assert block("::ffff:203.0.113.7") == block("203.0.113.7")
    assert block("fe80::1%eth0") == block("fe80::2")


@given(st.text(max_size=60))
def test_whatever_a_proxy_calls_an_address_is_some_address(text: str) -> None:
    assert isinstance(block(text), str)


UNREADABLE = (
    {"pesan.person": "1/1"}, {"message.orang": "1/1"}, {"message": "1/1"}, {"message.person": "0/1"},
    {"message.person": "1/0"}, {"message.person": "banyak"}, {"message.person": "9" * 400 + "/1"},
)  # fmt: skip


@pytest.mark.parametrize("changes", UNREADABLE)
def test_a_limit_that_cannot_be_read_is_refused_at_start(changes: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(BadLimit):
        limits.configure(changes)
    with pytest.raises(UnsafeSettings, match="SOROT_LIMITS"):
        Settings(home=tmp_path, limits=changes).check()


# --- at the doors
@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Any:
    db.configure(sqlite_url)
    return create_app(Settings(home=tmp_path, database_url=sqlite_url))


def test_thirty_conversations_one_after_another_from_one_machine_are_all_heard(app: Any) -> None:
    for _ in range(30):
        with TestClient(app, headers=OURS) as browser:
            assert browser.post("/chat/session", json={}).status_code == 200
            for n in range(15):
                said = {"id": f"pesan-{n:04}", "text": "halo"}
                assert browser.post("/chat/messages", json=said).status_code == 202
    with db.reading() as session:
        assert session.scalar(select(func.count(Inbox.id))) == 450


def test_new_sessions_from_one_address_are_slowed_down_kindly(app: Any) -> None:
    limits.configure({"session.address": "3/60"})
    answers = [TestClient(app, headers=OURS).post("/chat/session", json={}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert answers[-1].json()["detail"].startswith("Sedang ramai")


def test_nothing_of_an_upload_is_read_before_its_sender_is_known(app: Any) -> None:
    read: list[bytes] = []

    def body() -> Iterator[bytes]:
        for _ in range(100):
            read.append(b"x" * 65_536)
            yield read[-1]

    async def at(path: str, headers: dict[str, str]) -> int:
        chunks = body()

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": next(chunks, b""), "more_body": True}

        said: list[Any] = []

        async def send(message: Any) -> None:
            said.append(message)

        scope = {
            "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"",
            "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()], "http_version": "1.1",
            "scheme": "https", "server": ("localhost", 443), "client": ("127.0.0.1", 1), "root_path": "",
            "asgi": {"version": "3.0"}, "state": {},
        }  # fmt: skip
        await app(scope, receive, send)
        return int(said[0]["status"])

    multipart = {"Content-Type": "multipart/form-data; boundary=x"}
    for path, headers in {
        "/chat/photos": OURS | {"Cookie": f"{COOKIE}={'A' * 43}"},
        "/chat/messages": OURS,
        "/petugas/laporan/BKS-2611-00001/hasil": multipart,
        "/petugas/laporan/BKS-2611-00001/suara": multipart,
    }.items():
        assert asyncio.run(at(path, headers)) == 401, path
        assert read == [], path


def test_while_pictures_queue_health_answers_and_what_is_too_much_is_told_at_once(
    app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(raw: bytes) -> Picture:
        go_on.wait(60)
        return Picture(raw, 32, 24)

    monkeypatch.setattr(photo_routes, "sanitise", slow)
    monkeypatch.setattr(photo_routes, "decoding", Pool("photos-here", workers=1, queue=2))

    async def scene() -> tuple[list[int], int, int]:
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://localhost", headers=OURS) as some:
            await some.post("/chat/session", json={})
            sent = [asyncio.create_task(some.post("/chat/photos", content=picture())) for _ in range(8)]
            too_many = set(sent)
            refused: list[int] = []
            while len(refused) < 5:
                done, too_many = await asyncio.wait(too_many, return_when=asyncio.FIRST_COMPLETED)
                refused += [task.result().status_code for task in done]
            health = (await some.get("/health")).status_code
            page = (await some.get("/masuk")).status_code
            go_on.set()
            await asyncio.gather(*sent)
            return refused, health, page

    refused, health, page = asyncio.run(scene())
    assert refused == [429] * 5
    assert (health, page) == (200, 200)


def test_a_report_too_many_stays_as_it_is_and_goes_out_later(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)
    limits.configure({"report.person": "1/6000"})
    resident = Resident()
    for words in ("jalan berlubang parah", "pohon tumbang menutup jalan"):
        resident.say(words)
        resident.share(*KRANJI_POINT)
        resident.press("Lewati")
        resident.press("Kirim")
    assert "coba kirim lagi" in resident.last[0].text
    assert len(resident.reports()) == 1
    with db.transaction() as tx:
        tx.execute(delete(Pace))
    limits.configure({})
    resident.press("Kirim")
    assert len(resident.reports()) == 2


def test_a_message_carries_a_name_for_its_network_and_not_its_address() -> None:
    here, there = "2001:db8:1:2:aaaa::1", "2001:db8:1:2:bbbb::2"
    assert sealed(here, "k" * 40) == sealed(there, "k" * 40) != sealed("2001:db8:1:3::1", "k" * 40)
    assert sealed(here, "k" * 40) != sealed(here, "l" * 40)


def test_an_address_files_and_supports_no_more_than_its_share(database: str) -> None:
    limits.configure({"report.address": "3/600", "support.address": "2/600"})
    mine = sealed("203.0.113.9", "k" * 40)
    assert [passes("report", person=f"p{n}", address=mine) for n in range(5)] == [True] * 3 + [False] * 2
    assert [passes("support", person=f"p{n}", address=mine) for n in range(3)] == [True, True, False]
    assert passes("report", person="p9", address=sealed("203.0.114.9", "k" * 40))


def opens(address: str, network: str = "n", now: datetime = NOW) -> int | None:
    try:
        with db.transaction() as tx:
            return open_lines.opened(tx, address, network, now=now)
    except open_lines.TooManyLines:
        return None


def test_open_lines_count_over_all_processes_and_those_of_a_killed_one_stop_counting(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_lines, "MOST_OF_A_NETWORK", 10)
    lines = [opens("siti") for _ in range(9)]
    assert lines[-1] is None
    assert [opens("budi"), opens("budi")][0]
    assert opens("tono") is None  # the network's tenth is taken
    assert opens("tono", network="another")
    open_lines.closed(lines[0] or 0)
    assert opens("siti")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=50))
    open_lines.renew([line for line in lines[1:4] if line])
    later = NOW + timedelta(seconds=61)  # of the others' process nothing was heard
    assert sum(opens("siti", now=later) is not None for _ in range(8)) == 5
    with db.transaction() as tx:
        open_lines.forget_old(tx, now=later)
        assert tx.scalar(select(func.count(ChatLine.id))) == 8


def screen_opens(who: str) -> int | None:
    try:
        with db.transaction() as tx:
            return open_lines.opened_by_officer(tx, who, now=NOW)
    except open_lines.TooManyLines:
        return None


def test_an_officers_lines_are_counted_and_wait_behind_nobody_elses(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_lines, "MOST_OF_AN_OFFICER", 3)
    monkeypatch.setattr(open_lines, "MOST", 4)
    assert [bool(screen_opens("petugas:1")) for _ in range(4)] == [True, True, True, False]
    assert screen_opens("petugas:2")
    assert [bool(opens(f"w{n}", network=f"n{n}")) for n in range(5)] == [True] * 4 + [False]
    assert screen_opens("petugas:3")  # though no resident gets one any more


def test_an_officers_line_that_ends_gives_its_place_back(app: Any) -> None:
    async def scene() -> tuple[int, int]:
        row = screen_opens("petugas:1")
        line = Feed().stream(after=None, wanted=lambda _: True, alive=lambda: True, row=row)
        await anext(line)
        at_first = lines_counted()
        await line.aclose()  # type: ignore[attr-defined]
        return at_first, lines_counted()

    assert asyncio.run(scene()) == (1, 0)


def lines_counted() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count(ChatLine.id))) or 0


def test_a_line_that_ends_gives_its_place_back(app: Any) -> None:
    async def scene() -> tuple[int, int]:
        line = Lines().stream("siti", after=0, row=opens("siti"))
        await anext(line)
        at_first = lines_counted()
        await line.aclose()  # type: ignore[attr-defined]
        return at_first, lines_counted()

    assert asyncio.run(scene()) == (1, 0)


def test_a_place_in_the_pool_is_kept_until_the_work_is_over() -> None:
    pool, go_on = Pool("uji", workers=1, queue=0), threading.Event()

    async def scene() -> None:
        pool.enter()
        waiting = asyncio.create_task(pool.run(go_on.wait, 60))
        await asyncio.sleep(0)
        waiting.cancel()  # the browser has gone; the thread has not
        with pytest.raises(Busy):
            pool.enter()
        go_on.set()

    asyncio.run(scene())
