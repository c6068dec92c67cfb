"""WhatsApp's door: what is refused leaves nothing behind, what is accepted is stored first."""

import json
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

import web
from bot.channels.payloads import MAX_BODY
from bot.channels.whatsapp.routes import router
from storage import bells, db
from storage.models import Event, Inbox
from tests.fakes.whatsapp_api import WhatsAppApi
from tests.fakes.whatsapp_webhook import SIGNATURE_HEADER, signature
from tests.servers import free_port, wait_until

SECRET, WORD = "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "kata-rahasia-kota"
PAYLOADS = Path(__file__).parent.parent / "payloads" / "whatsapp"


def payload(name: str) -> dict[str, Any]:
    return dict(json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8")))


def application(secret: str | None = SECRET) -> FastAPI:
    app = FastAPI()
    app.state.whatsapp_secret = secret.encode() if secret else None
    app.state.whatsapp_verify_token = WORD.encode() if secret else None
    web.install(app)
    web.doors(app, router)
    return app


@pytest.fixture
def client(database: str) -> TestClient:
    return TestClient(application(), raise_server_exceptions=False)


def post(client: TestClient, body: Any, signed: bytes | None = None) -> httpx2.Response:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    header = signature(raw, SECRET).encode() if signed is None else signed
    return client.post("/hook/whatsapp", content=raw, headers=[(SIGNATURE_HEADER.encode(), header)])


def rows() -> list[Inbox]:
    with db.reading() as session:
        return list(session.scalars(select(Inbox).order_by(Inbox.id)))


def message(number: int, sender: str = "6281234567890") -> dict[str, Any]:
    return {
        "from": sender, "id": f"wamid.{number:04d}", "timestamp": str(1763776800 + number), "type": "text",
        "text": {"body": f"pesan {number}"},
    }  # fmt: skip


def batch(messages: list[Any], *, entries: int = 3, changes: int = 3) -> dict[str, Any]:
    """The messages spread over so many entries and changes."""
    parts = [messages[n :: entries * changes] for n in range(entries * changes)]
    listed = [{"field": "messages", "value": {"messaging_product": "whatsapp", "messages": p}} for p in parts]
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": listed[n::entries]} for n in range(entries)],
    }


def test_a_signed_message_is_stored_as_it_came_and_rings_once(client: TestClient) -> None:
    rung: list[tuple[str, int]] = []
    bells.on_ring(lambda bell, row: rung.append((bell, row)))
    try:
        answers = [post(client, payload("text")) for _ in range(2)]
    finally:
        bells.on_ring(None)
    assert [answer.status_code for answer in answers] == [200, 200]
    (row,) = rows()
    value = payload("text")["entry"][0]["changes"][0]["value"]
    assert (row.channel, row.external_id, row.sender) == (
        "whatsapp", value["messages"][0]["id"], "6281234567890",
    )  # fmt: skip
    assert row.payload == {"message": value["messages"][0], "contact": value["contacts"][0]}
    assert rung == [("inbox", row.id)]


@pytest.mark.parametrize(
    "signed", [b"", b"sha256=", b"sha256=" + b"0" * 64, b"salah", "sha256=tanda–tangan".encode(), b"\xff\xfe",
               signature(b"another body", SECRET).encode(), b"sha1=abc"],
)  # fmt: skip
def test_a_wrong_missing_or_non_ascii_signature_is_401_and_stores_nothing(
    client: TestClient, signed: bytes
) -> None:
    assert post(client, payload("text"), signed).status_code == 401
    assert client.post("/hook/whatsapp", content=json.dumps(payload("text"))).status_code == 401
    assert rows() == []
    assert post(client, payload("text")).status_code == 200
    assert len(rows()) == 1


def test_without_a_configured_secret_the_door_is_closed_even_to_a_signature_with_an_empty_one(
    database: str,
) -> None:
    client = TestClient(application(None))
    raw = json.dumps(payload("text")).encode()
    assert post(client, raw, signature(raw, "").encode()).status_code == 401
    asked = {"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1"}
    assert client.get("/hook/whatsapp", params=asked).status_code == 403
    assert rows() == []


@pytest.mark.parametrize("word", ["", "salah", WORD + "x", "kätä 😟"])
def test_the_challenge_is_answered_to_who_knows_the_word_only(client: TestClient, word: str) -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    wrong = client.get("/hook/whatsapp", params={**asked, "hub.verify_token": word})
    right = client.get("/hook/whatsapp", params={**asked, "hub.verify_token": WORD})
    assert wrong.status_code == 403
    assert (right.status_code, right.text) == (200, "1158201444")
    assert right.headers["content-type"].startswith("text/plain")
    assert client.get("/hook/whatsapp").status_code == 403


def test_a_shuffled_batch_is_taken_whole_its_bad_one_kept_aside_and_a_replay_adds_nothing(
    client: TestClient,
) -> None:
    good: list[Any] = [message(n, f"62812{n % 7:06d}") for n in range(90)]
    mixed = [*good, {"from": "6281", "type": "text", "text": "tidak utuh"}]
    random.Random(7).shuffle(mixed)
    assert post(client, batch(mixed)).status_code == 200
    stored = rows()
    assert sorted(row.external_id for row in stored if row.status == "new") == [m["id"] for m in good]
    (aside,) = [row for row in stored if row.status == "dead"]
    assert aside.payload["quarantined"]["message"]["text"] == "tidak utuh"
    assert aside.error == "a message without id, sender or time"
    with db.reading() as session:
        assert list(session.scalars(select(Event.kind))) == ["inbox_dead"]
    random.Random(8).shuffle(mixed)
    assert post(client, batch(mixed, entries=1, changes=5)).status_code == 200
    assert len(rows()) == 91


def test_messages_of_one_person_are_stored_in_the_order_they_were_written(client: TestClient) -> None:
    messages: list[Any] = [message(n) for n in range(20)]
    random.Random(3).shuffle(messages)
    assert post(client, batch(messages)).status_code == 200
    assert [row.external_id for row in rows()] == [f"wamid.{n:04d}" for n in range(20)]


def test_messages_of_one_second_keep_the_order_of_their_delivery(client: TestClient) -> None:
    messages: list[Any] = [{**message(n), "timestamp": "1763776800"} for n in (7, 2, 9, 4)]
    assert post(client, batch(messages, entries=1, changes=1)).status_code == 200
    assert [row.external_id for row in rows()] == [f"wamid.{n:04d}" for n in (7, 2, 9, 4)]


def test_deliveries_of_one_second_that_overlap_in_another_order_all_get_in(client: TestClient) -> None:
    def deliver(seed: int) -> int:
        messages: list[Any] = [
            {**message(n, f"62812{n % 5:06d}"), "timestamp": "1763776800"} for n in range(20)
        ]
        random.Random(seed).shuffle(messages)
        return post(client, batch(messages)).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(deliver, range(12))) == {200}
    assert len(rows()) == 20


def test_a_message_that_came_broken_gets_in_when_it_comes_whole(client: TestClient) -> None:
    broken = {**message(1), "text": {"corps": "x"}}
    assert post(client, batch([broken])).status_code == 200
    assert post(client, batch([message(1)])).status_code == 200
    assert [row.status for row in rows()] == ["dead", "new"]


BODIES = [
    b"", b"bukan json", b"[]", b"null", b'"x"', b"{}", b'{"entry": 5}', b'{"entry": NaN}', b"\xff\xfe\x00",
    b"[" * 200_000, b'{"entry": 1' + b"0" * 5000 + b"}", b'{"entry": [[[]]]}',
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES)
def test_a_signed_body_of_another_shape_is_kept_for_a_person_to_look_at(
    client: TestClient, body: bytes
) -> None:
    assert [post(client, body).status_code for _ in range(2)] == [200, 200]
    (row,) = rows()
    assert (row.status, row.sender) == ("dead", "")


def test_text_that_a_database_refuses_is_stored_without_it(client: TestClient) -> None:
    raw = json.dumps(batch([message(1)])).replace("pesan 1", "a\\u0000b\\ud800c").encode()
    assert post(client, raw).status_code == 200
    assert rows()[0].payload["message"]["text"] == {"body": "ab?c"}


def test_a_body_over_3_mb_is_413_whether_it_says_so_or_not(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(MAX_BODY // 100_000 + 2):
            yield b" " * 100_000

    declared = post(client, b" " * (MAX_BODY + 1))
    streamed = client.post("/hook/whatsapp", content=endless(), headers={SIGNATURE_HEADER: "sha256=0"})
    assert (declared.status_code, streamed.status_code) == (413, 413)
    assert post(client, json.dumps(payload("text")).encode().ljust(MAX_BODY)).status_code == 200
    assert len(rows()) == 1


def test_fifty_deliveries_of_one_message_at_once_make_one_row(client: TestClient) -> None:
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: post(client, payload("image")).status_code, range(50)))
    assert answers == [200] * 50
    assert len(rows()) == 1


def test_overlapping_batches_in_any_order_at_once_all_get_in(client: TestClient) -> None:
    def deliver(seed: int) -> int:
        messages: list[Any] = [message(n, f"62812{n % 5:06d}") for n in range(30)]
        random.Random(seed).shuffle(messages)
        return post(client, batch(messages)).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(deliver, range(16))) == {200}
    assert len(rows()) == 30


def test_reactions_are_stored_and_news_about_templates_is_not(client: TestClient) -> None:
    assert post(client, payload("reaction")).status_code == 200
    assert post(client, payload("template_approved")).status_code == 200
    assert post(client, payload("status_read")).status_code == 200
    assert [row.payload["message"]["type"] for row in rows()] == ["reaction"]


def test_a_database_that_is_away_is_503_and_never_2xx(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        away.setattr(db.engine().pool, "connect", _refuse)
        assert post(client, payload("text")).status_code == 503
    assert post(client, payload("text")).status_code == 200
    assert len(rows()) == 1


def _refuse(*args: Any, **kwargs: Any) -> Any:
    raise OperationalError("connect", {}, Exception("connection refused"))


@pytest.fixture
def served(database: str) -> Iterator[str]:
    """The application on a real port."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(application(), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started, seconds=10, what="the server started")
    yield f"http://127.0.0.1:{port}/hook/whatsapp"
    server.should_exit = True
    thread.join(10)


def test_the_platform_delivers_in_batches_and_again_until_it_hears_200(
    served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with WhatsAppApi() as api:
        siti = api.user("Siti")
        with pytest.raises(RuntimeError):
            api.webhook(served, secret=SECRET, word="lain")
        with monkeypatch.context() as away:
            away.setattr(db.engine().pool, "connect", _refuse)
            api.webhook(served, secret=SECRET, word=WORD, batch_size=4)
            for n in range(10):
                siti.text(f"pesan {n}")
            wait_until(lambda: len(api.world.delivered) >= 2, seconds=10, what="two refused deliveries")
        wait_until(lambda: api.pending() == 0, seconds=10, what="all delivered")
        assert {status for _, status in api.world.delivered} == {503, 200}
    with db.reading() as session:
        assert session.scalar(select(func.count(Inbox.id))) == 10
