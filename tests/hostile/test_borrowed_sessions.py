"""Nobody is put into somebody else's conversation, and a key that got away can be taken back."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from bot.channels.web import keys
from bot.channels.web.live import Lines
from bot.channels.web.session import COOKIE, HOST_COOKIE
from storage import clock, db, inbox, limits
from storage.models import ChatLink, ChatSession
from tests.factories import city
from tests.fakes.site import make_app
from web import device

OURS = {"X-Sorot-Chat": "1"}


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Any:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)
    limits.configure({})
    return make_app(tmp_path)


def browser(app: Any, *, says: str = "") -> TestClient:
    """A browser whose chat has begun and that has said something in it, or one that is new here."""
    client = TestClient(app, headers=OURS, base_url="http://localhost")
    if says:
        assert client.post("/chat/session", json={}).status_code == 200
        assert client.post("/chat/messages", json={"id": "pesan-0001", "text": says}).status_code == 202
    return client


def texts(client: TestClient) -> list[str]:
    return [message["text"] for message in client.get("/chat/messages").json()["messages"]]


def link_of(client: TestClient) -> str:
    return str(client.post("/chat/link").json()["url"]).partition("#lanjut=")[2]


def adopt(client: TestClient, key: str) -> int:
    return client.post("/chat/session", json={"key": key}).status_code


def test_a_link_never_replaces_a_conversation_that_is_open_here(app: Any) -> None:
    attacker, victim = browser(app, says="milik penyerang"), browser(app, says="milik korban")
    key, before = link_of(attacker), victim.cookies[COOKIE]
    assert adopt(victim, key) == 409
    assert victim.cookies[COOKIE] == before
    assert texts(victim) == ["milik korban"]
    assert adopt(browser(app), key) == 200  # the link itself was good, and still is


def test_a_link_is_good_once_and_its_key_is_no_browsers_key(app: Any) -> None:
    mine = browser(app, says="pohon tumbang")
    key, second, third = link_of(mine), browser(app), browser(app)
    assert adopt(second, key) == 200
    assert texts(second) == ["pohon tumbang"]
    assert second.cookies[COOKIE] not in (key, mine.cookies[COOKIE])
    assert adopt(third, key) == 404
    third.cookies.set(COOKIE, key)
    assert texts(third) == []


def test_a_link_is_good_for_minutes_and_a_newer_one_ends_it(app: Any) -> None:
    mine = browser(app, says="halo")
    old, new = link_of(mine), link_of(mine)
    assert adopt(browser(app), old) == 404
    with db.transaction() as tx:
        tx.scalars(select(ChatLink)).one().expires_at = clock.now() - timedelta(seconds=1)
    assert adopt(browser(app), new) == 404
    assert timedelta(minutes=2) <= keys.LINK_LIFETIME <= timedelta(minutes=30)


@pytest.mark.parametrize("key", ["A" * 43, "", "x", 7, [], {"a": 1}, "é" * 43, "A" * 44])
def test_a_made_up_key_opens_nothing(app: Any, key: Any) -> None:
    visitor = browser(app)
    assert adopt(visitor, key) == 404
    visitor.cookies.set(COOKIE, "A" * 43)
    assert visitor.post("/chat/messages", json={"id": "pesan-0001", "text": "halo"}).status_code == 401
    assert visitor.post("/chat/photos", content=b"x" * 1000).status_code == 401


def test_guessing_links_is_slowed_down(app: Any) -> None:
    limits.configure({"adopt.address": "3/60"})
    guesses = [adopt(browser(app), "A" * 43) for _ in range(5)]
    assert guesses == [404, 404, 404, 429, 429]
    limits.configure({})


def test_over_https_the_key_is_bound_to_the_host_and_no_planted_cookie_counts(app: Any) -> None:
    app.state.public_url = "https://sorot.test"
    attacker = TestClient(app, headers=OURS, base_url="https://sorot.test")
    begun = attacker.post("/chat/session", json={}).headers["set-cookie"]
    assert begun.startswith(HOST_COOKIE)
    assert all(flag in begun for flag in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"))
    assert "Domain" not in begun
    attacker.post("/chat/messages", json={"id": "pesan-0001", "text": "jebakan"})
    victim = TestClient(app, headers=OURS, base_url="https://sorot.test")
    victim.cookies.set(COOKIE, attacker.cookies[HOST_COOKIE])  # what another name of the domain could plant
    assert texts(victim) == []
    assert victim.post("/chat/messages", json={"id": "pesan-0002", "text": "halo"}).status_code == 401


def test_ending_the_chat_ends_it_on_the_server(app: Any) -> None:
    mine = browser(app, says="halo")
    key = mine.cookies[COOKIE]
    ended = mine.post("/chat/end", json={})
    assert (ended.status_code, COOKIE in mine.cookies) == (204, False)
    assert ended.headers["clear-site-data"] == '"cache"'
    mine.cookies.set(COOKIE, key)
    assert texts(mine) == []
    assert mine.post("/chat/messages", json={"id": "pesan-0002", "text": "lagi"}).status_code == 401
    mine.post("/chat/session", json={})
    assert mine.cookies.get(COOKIE, domain="localhost.local") != key


def test_the_devices_of_a_conversation_are_listed_and_one_is_put_out_by_another(app: Any) -> None:
    mine, lent, stranger = browser(app, says="halo"), browser(app), browser(app, says="lain")
    lent.headers["User-Agent"] = "Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537.36"
    assert adopt(lent, link_of(mine)) == 200
    rows = mine.get("/chat/devices").json()["devices"]
    assert sorted((row["name"], row["here"]) for row in rows) == [
        ("Chrome di Android", False), ("Perangkat lain", True),
    ]  # fmt: skip
    other = next(row["id"] for row in rows if not row["here"])
    assert stranger.post("/chat/end", json={"id": other}).status_code == 404
    assert mine.post("/chat/end", json={"id": other}).status_code == 204
    assert texts(lent) == []
    assert lent.get("/chat/live").status_code == 401
    assert texts(mine) == ["halo"]


def test_an_open_line_ends_with_its_session(app: Any) -> None:
    browser(app, says="halo")
    with db.reading() as read:
        row = read.scalars(select(ChatSession)).one()

    async def scene() -> list[bytes]:
        line = Lines(interval=0.01, heartbeat=0.02, ended_after=0.0).stream(
            row.address, after=0, session=row.id
        )
        heard = [await anext(line)]
        with db.transaction() as tx:
            keys.end(tx, keys.Visitor(row.address, row.id), number=None, now=clock.now())
        async with asyncio.timeout(20):
            return heard + [packet async for packet in line if packet != b": \n\n"]

    assert len(asyncio.run(scene())) == 1  # hello, and then its end


def test_an_old_key_is_renewed_and_the_old_one_ends(app: Any) -> None:
    mine = browser(app, says="halo")
    old = mine.cookies[COOKIE]
    with db.transaction() as tx:
        row = tx.scalars(select(ChatSession)).one()
        row.created_at -= keys.RENEWED_AFTER
    mine.post("/chat/session", json={})
    fresh = keys.hashed(str(mine.cookies.get(COOKIE, domain="localhost.local")))
    assert fresh != keys.hashed(old)
    assert texts(mine) == ["halo"]
    later = clock.now() + keys.OVERLAP + timedelta(seconds=1)
    with db.reading() as read:
        assert keys.find(read, old, now=later) is None


def test_a_conversation_from_before_there_were_sessions_goes_on_with_a_new_key(app: Any) -> None:
    old = "k" * 43
    with db.transaction() as tx:
        said = {"id": "pesan-0001", "sender": keys.hashed(old), "at": clock.now().isoformat(), "text": "dulu"}
        inbox.add(
            tx, channel="web", external_id="x:1", sender=keys.hashed(old), payload=said, now=clock.now()
        )
    mine = browser(app)
    mine.cookies.set(COOKIE, old, domain="localhost.local")
    assert texts(mine) == ["dulu"]
    mine.post("/chat/session", json={})
    assert mine.cookies.get(COOKIE, domain="localhost.local") != old
    assert texts(mine) == ["dulu"]
    later = clock.now() + keys.OVERLAP + timedelta(seconds=1)
    with db.transaction() as tx:
        keys.forget_old(tx, now=later)
        assert keys.find(tx, old, now=later) is None  # the address of an old link is worth nothing any more


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1",
         "Safari di iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge di Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", "Firefox di Linux"),
        ("<script>alert(1)</script>", "Perangkat lain"),
        ("", "Perangkat lain"),
    ],
)  # fmt: skip
def test_a_device_is_called_what_a_person_would_call_it(agent: str, name: str) -> None:
    assert device.named(agent) == name
