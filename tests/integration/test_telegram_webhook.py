"""The webhook's door: what is refused leaves nothing behind, what is accepted is stored first."""

import http.client
import json
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
from bot.channels.telegram.api import BotApi
from bot.channels.telegram.routes import SecretMissing, checked_secret, router
from bot.channels.telegram.setup import announce_webhook
from storage import bells, db
from storage.models import Inbox, Outbox, Person
from tests.fakes.telegram_api import TelegramApi
from tests.servers import free_port, wait_until

SECRET = "rahasia-webhook_0123456789"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
PAYLOADS = Path(__file__).parent.parent / "payloads" / "telegram"


def payload(name: str) -> dict[str, Any]:
    return dict(json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8")))


def application(secret: str | None = SECRET) -> FastAPI:
    app = FastAPI()
    app.state.telegram_secret = secret.encode() if secret else None
    web.install(app)
    web.doors(app, router)
    return app


@pytest.fixture
def client(database: str) -> TestClient:
    return TestClient(application(), raise_server_exceptions=False)


def post(client: TestClient, body: bytes, secret: bytes = SECRET.encode()) -> httpx2.Response:
    return client.post("/hook/telegram", content=body, headers=[(HEADER.encode(), secret)])


def rows() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count(Inbox.id))) or 0


def test_an_update_with_the_secret_is_stored_as_it_came_and_rings_once(client: TestClient) -> None:
    rung: list[tuple[str, int]] = []
    bells.on_ring(lambda bell, row: rung.append((bell, row)))
    try:
        answers = [post(client, json.dumps(payload("text")).encode()) for _ in range(2)]
    finally:
        bells.on_ring(None)
    assert [answer.status_code for answer in answers] == [200, 200]
    with db.reading() as session:
        row = session.scalars(select(Inbox)).one()
    assert (row.channel, row.external_id, row.sender) == ("telegram", "904417301", "812345678")
    assert row.payload == payload("text")
    assert rung == [("inbox", row.id)]


@pytest.mark.parametrize(
    "secret", [b"", b"salah", SECRET.encode() + b"x", "rahasia–ü".encode(), b"\xff\xfe", SECRET[:-1].encode()]
)
def test_a_wrong_missing_or_non_ascii_secret_is_401_and_stores_nothing(
    client: TestClient, secret: bytes
) -> None:
    body = json.dumps(payload("text")).encode()
    assert post(client, body, secret).status_code == 401
    assert client.post("/hook/telegram", content=body).status_code == 401
    assert rows() == 0
    assert post(client, body).status_code == 200
    assert rows() == 1


def test_without_a_configured_secret_the_door_is_closed_even_to_an_empty_one(database: str) -> None:
    client = TestClient(application(None))
    assert post(client, json.dumps(payload("text")).encode(), b"").status_code == 401
    assert rows() == 0


@pytest.mark.parametrize("secret", [None, "", "pendek", "ada spasi di dalamnya ya", "ü" * 20, "a" * 257])
def test_a_process_that_wants_the_webhook_refuses_to_start_without_a_good_secret(secret: str | None) -> None:
    with pytest.raises(SecretMissing):
        checked_secret(secret)
    assert checked_secret(SECRET) == SECRET


@pytest.mark.parametrize(
    "body",
    [
        b"", b"bukan json", b"[]", b"null", b'"x"', b"{}", b'{"update_id": "7"}', b'{"update_id": true}',
        b'{"update_id": 1, "x": NaN}', b"\xff\xfe\x00", b"[" * 200_000,
        b'{"update_id": 1' + b"0" * 5000 + b"}",
    ],
)  # fmt: skip
def test_a_malformed_body_is_400_as_problem_json_and_stores_nothing(client: TestClient, body: bytes) -> None:
    answer = post(client, body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert rows() == 0


def test_text_that_a_database_refuses_is_stored_without_it(client: TestClient) -> None:
    body = b'{"update_id": 5, "message": {"text": "a\\u0000b\\ud800c", "n": 1e999}}'
    assert post(client, body).status_code == 200
    with db.reading() as session:
        assert session.scalars(select(Inbox)).one().payload["message"] == {"text": "ab?c", "n": None}


def test_a_body_over_3_mb_is_413_whether_it_says_so_or_not(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(MAX_BODY // 100_000 + 2):
            yield b" " * 100_000

    declared = post(client, b" " * (MAX_BODY + 1))
    streamed = client.post("/hook/telegram", content=endless(), headers={HEADER: SECRET})
    assert (declared.status_code, streamed.status_code) == (413, 413)
    just_fits = json.dumps(payload("text")).encode().ljust(MAX_BODY)
    assert post(client, just_fits).status_code == 200
    assert rows() == 1


def test_a_pressed_button_is_answered_in_the_same_breath(client: TestClient) -> None:
    answer = post(client, json.dumps(payload("press")).encode())
    assert answer.json() == {"method": "answerCallbackQuery", "callback_query_id": "3488997712345678901"}
    assert post(client, json.dumps(payload("text")).encode()).json() == {}


def test_a_group_is_told_once_that_reports_are_private(client: TestClient) -> None:
    for _ in range(2):
        assert post(client, json.dumps(payload("group_command")).encode()).status_code == 200
    assert post(client, json.dumps(payload("group_talk")).encode()).status_code == 200
    with db.reading() as session:
        told = session.execute(select(Outbox.key, Person.address).join(Person)).all()
    assert [tuple(row) for row in told] == [("telegram-group", "-1002233445566")]


def test_a_group_that_calls_again_and_again_is_told_once(client: TestClient) -> None:
    for number in range(3):
        called = payload("group_command")
        called["update_id"] += number
        assert post(client, json.dumps(called).encode()).status_code == 200
    with db.reading() as session:
        assert session.scalar(select(func.count(Outbox.id))) == 1


def test_fifty_deliveries_of_one_update_at_once_make_one_row(client: TestClient) -> None:
    body = json.dumps(payload("photo")).encode()
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: post(client, body).status_code, range(50)))
    assert answers == [200] * 50
    assert rows() == 1


def test_a_database_that_is_away_is_503_and_never_2xx(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = json.dumps(payload("text")).encode()
    with monkeypatch.context() as away:
        away.setattr(db.engine().pool, "connect", _refuse)
        assert post(client, body).status_code == 503
    assert post(client, body).status_code == 200
    assert rows() == 1


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
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def test_telegram_delivers_in_order_with_the_secret_it_was_told(served: str) -> None:
    with TelegramApi() as api:
        announce_webhook(BotApi(api.token, api.url), site=served, secret=SECRET)
        budi = api.user("Budi")
        sent = [str(budi.text(f"pesan {n}")["update_id"]) for n in range(5)]
        wait_until(lambda: api.pending() == 0, seconds=10, what="all delivered")
        assert {status for _, status in api.world.delivered} == {200}
    with db.reading() as session:
        assert list(session.scalars(select(Inbox.external_id).order_by(Inbox.id))) == sent


def peak_memory() -> int:
    """The most this process has held since `reset_peak()`, in bytes."""
    status = Path("/proc/self/status").read_text()
    return 1024 * int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


def reset_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def send_giant(address: str) -> int:
    """POST 60 MB in chunks without saying so before; the status, 0 when the door was shut in mid-sentence."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    block = b" " * 65_536
    try:
        headers = {HEADER: SECRET, "Transfer-Encoding": "chunked"}
        connection.request(
            "POST", "/hook/telegram", (block for _ in range(1000)), headers, encode_chunked=True
        )
        return connection.getresponse().status
    except (BrokenPipeError, ConnectionResetError):
        return 0
    finally:
        connection.close()


def test_giants_do_not_make_the_process_grow(served: str) -> None:
    send_giant(served)  # what is loaded once is loaded
    reset_peak()
    before = peak_memory()
    answers = {send_giant(served) for _ in range(8)}
    assert answers <= {413, 0}
    assert peak_memory() - before < 10_000_000
    assert rows() == 0


def test_a_declared_giant_is_refused_before_its_body_is_read(served: str) -> None:
    connection = http.client.HTTPConnection(served.removeprefix("http://"), timeout=5)
    connection.putrequest("POST", "/hook/telegram")
    connection.putheader("Content-Length", str(500_000_000))
    connection.putheader(HEADER, SECRET)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
